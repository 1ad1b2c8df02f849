using System.Diagnostics.CodeAnalysis;
using Akka;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Webhook.Cluster.Gateway;

namespace Webhook.Cluster.Hosting;

/// <summary>How far this node is on its way out of the cluster, for those who take in work or wait for answers.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Sources without timers hold nothing to free, and are asked while everything else is being disposed.")]
public sealed class Departure
{
    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _handedOff = new();

    /// <summary>Cancelled when the node begins to leave, or is downed: it takes in nothing new.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>Cancelled when the node's shard region has stopped: whoever still waits for it waits in vain.</summary>
    public CancellationToken HandedOff => _handedOff.Token;

    /// <summary>
    /// Ties this to the shutdown of <paramref name="system"/>. The gateway goes from the receptionist first, so that senders
    /// find another node while the subscriptions here are handed off.
    /// </summary>
    internal void Follow(ActorSystem system, IActorRef gateway, IActorRef region)
    {
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "close-gateway", () =>
        {
            _begun.Cancel();
            ClusterClientReceptionist.Get(system).UnregisterService(gateway);
            gateway.Tell(LessonGateway.Close.Instance);
            return Task.FromResult(Done.Instance);
        });
        region.WatchAsync().ContinueWith(_ => _handedOff.Cancel(), TaskScheduler.Default);
    }
}
