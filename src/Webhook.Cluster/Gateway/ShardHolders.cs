using Akka.Actor;
using Akka.Cluster.Sharding;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// The gateways of the nodes that hold shards, as the shard region here has it. What it does not say, or did not say of late, goes by way of the
/// region, which is always right. Belongs to the gateway, and is used from inside it only.
/// </summary>
/// <param name="ask">Asks the region where this subscription is; it answers from memory, without asking another node.</param>
/// <param name="gatewayOf">The gateway of a node that takes relayed events; null of one that does not.</param>
/// <param name="clock">Tells when to ask again.</param>
internal sealed class ShardHolders(Action<string> ask, Func<Address, IActorRef?> gatewayOf, TimeProvider clock)
{
    /// <summary>How long an answer counts that names another node: a shard that has moved since costs its events a further hop.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>How long one counts that names none: nothing is lost meanwhile but speed.</summary>
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
        else if (clock.GetElapsedTime(shard.AskedAt) < shard.Counts)
        {
            return shard.Gateway;
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
            shard.Learn(gatewayOf(location.ShardRegion));
        }
    }

    private sealed class Shard
    {
        private bool _isAnswered;

        public IActorRef? Gateway { get; private set; }

        public long AskedAt { get; private set; }

        public TimeSpan Counts => Gateway is null && _isAnswered ? FreshHere : Fresh;

        public void AskAgain(long now)
        {
            // A region that did not answer in all that time may not know any more.
            Gateway = _isAnswered ? Gateway : null;
            _isAnswered = false;
            AskedAt = now;
        }

        public void Learn(IActorRef? gateway) => (Gateway, _isAnswered) = (gateway, true);
    }
}
