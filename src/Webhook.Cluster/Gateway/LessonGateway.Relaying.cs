using Akka.Actor;
using Akka.Cluster.Sharding;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>Events that passed go to the region, or in batches to the gateway of the node that holds their subscription, and come in so from others.</summary>
public sealed partial class LessonGateway
{
    private static readonly TimeSpan LookForActor = TimeSpan.FromMilliseconds(200);

    private readonly IPeerGateways _peers;
    private readonly ShardHolders _holders;
    private readonly Relay _relay;

    private void HandOver(RenderedEvent rendered, IActorRef receiver)
    {
        if (_holders.Of(rendered.SubscriptionId) is { } elsewhere)
        {
            _relay.Add(rendered, receiver, elsewhere);
        }
        else
        {
            TellRegion(rendered, receiver);
        }
    }

    /// <summary>
    /// Whatever another node sends here goes to the region, which knows where a shard is that has moved meanwhile. Nothing is sent on to a third gateway.
    /// </summary>
    private void Take(RelayedEvents relayed)
    {
        if (_isClosed)
        {
            // Whoever joined since, or never heard.
            _peers.Of(Sender.Path.Address)?.Tell(RelayNoMore.Instance, Self);
        }

        var receipts = relayed.Batch.Events.Count > 1 ? _collectors.Of(Sender) : Sender;
        foreach (var rendered in relayed.Batch.Events)
        {
            TellRegion(rendered, receipts);
        }
    }

    private void RelayNoMoreTo(Address leaving)
    {
        _peers.Close(leaving);
        _holders.Forget(leaving);
    }

    /// <summary>Before the region hands its shards off, so that what comes for them waits at the other nodes, and not here, until they are elsewhere.</summary>
    private void TellPeersOfClose()
    {
        foreach (var peer in _peers.All)
        {
            peer.Tell(RelayNoMore.Instance, Self);
        }
    }

    private void TellRegion(RenderedEvent rendered, IActorRef receiver) => _region.Tell(
        new AcceptEvent(rendered.SubscriptionId, rendered.EventId, OwnPayload.Of(rendered.Payload)) { TraceParent = rendered.TraceParent },
        receiver);

    /// <summary>The region knows, but answers only once it has also looked for the actor, or given that up.</summary>
    private void AskRegion(string subscriptionId) => _region.Tell(new GetEntityLocation(subscriptionId, LookForActor), Self);
}
