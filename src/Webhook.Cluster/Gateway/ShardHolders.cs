using Akka.Actor;
using Akka.Cluster.Sharding;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// The gateways of the nodes that hold shards, as the shard region here has it. What it does not say, or did not say of late, goes by way of the
/// region, which is always right. Belongs to the gateway, and is used from inside it only.
/// </summary>
/// <param name="ask">Asks the region where this subscription is.</param>
/// <param name="peers">Which nodes take relayed events.</param>
/// <param name="clock">Tells when to ask again.</param>
internal sealed class ShardHolders(Action<string> ask, IPeerGateways peers, TimeProvider clock)
{
    /// <summary>
    /// After which time the region is asked again; it may take as long again to answer. A shard that has moved meanwhile costs its events a further hop, and those
    /// that come while it is being handed off their sender's repetition.
    /// </summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>The same for a shard of this node: nothing is lost meanwhile but speed.</summary>
    internal static readonly TimeSpan FreshHere = TimeSpan.FromSeconds(30);

    private static readonly SubscriptionRegion Shards = new();

    private readonly Dictionary<string, Shard> _shards = [];

    /// <summary>The gateway to tell an event of this subscription to; null: tell the region.</summary>
    public IActorRef? Of(string subscriptionId)
    {
        var id = Shards.ShardId(subscriptionId, null);
        if (!_shards.TryGetValue(id, out var shard))
        {
            _shards[id] = shard = new Shard();
        }
        else if (clock.GetElapsedTime(shard.AskedAt) is var age && age < shard.Counts)
        {
            return shard.Gateway;
        }
        else if (age >= 2 * Fresh)
        {
            // Nobody has asked for a while, and the node may be gone.
            shard.Forget();
        }

        shard.AskAgain(clock.GetTimestamp());
        ask(subscriptionId);
        return shard.Gateway;
    }

    /// <summary>The region has answered.</summary>
    public void Learn(EntityLocation location)
    {
        if (_shards.TryGetValue(location.ShardId, out var shard))
        {
            shard.Learn(peers.Of(location.ShardRegion), isHere: location.ShardRegion.Equals(peers.Here));
        }
    }

    /// <summary>A node takes no more.</summary>
    public void Forget(Address holder)
    {
        foreach (var shard in _shards.Values.Where(s => s.Gateway is { } gateway && gateway.Path.Address.Equals(holder)))
        {
            shard.Forget();
        }
    }

    private sealed class Shard
    {
        private bool _isAnswered;

        public IActorRef? Gateway { get; private set; }

        public long AskedAt { get; private set; }

        /// <summary>How long after <see cref="AskedAt"/> there is nothing to ask.</summary>
        public TimeSpan Counts { get; private set; } = Fresh;

        public void AskAgain(long now)
        {
            // A region that has not answered in all that time may not know any more.
            Gateway = _isAnswered ? Gateway : null;
            (_isAnswered, Counts, AskedAt) = (false, Fresh, now);
        }

        public void Learn(IActorRef? gateway, bool isHere) => (_isAnswered, Gateway, Counts) = (true, gateway, isHere ? FreshHere : Fresh);

        public void Forget() => Gateway = null;
    }
}
