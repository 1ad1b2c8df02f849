using Akka.Actor;
using Akka.Cluster.Tools.Client;

namespace Webhook.Messages;

/// <summary>Brings events to the gateway: one that comes alone as it is, several as a batch.</summary>
internal sealed class EventCourier : UntypedActor
{
    private const string Gateway = "/user/lesson-events";

    private readonly IActorRef _client;
    private readonly IActorRef _receipts;
    private readonly Gathering<RenderedEvent> _gathering;

    /// <param name="client">The cluster client.</param>
    /// <param name="receipts">Takes the receipts.</param>
    public EventCourier(IActorRef client, IActorRef receipts)
    {
        _client = client;
        _receipts = receipts;
        _gathering = new Gathering<RenderedEvent>(EventBatch.EventsAtMost, EventBatch.BytesAtMost, EventBatch.BytesOf, Send, TimeProvider.System);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RenderedEvent rendered:
                _gathering.Add(rendered, Self);
                break;
            case Alone alone:
                Send([alone.Rendered]);
                break;
            case Flush:
                _gathering.Send();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Send(IReadOnlyList<RenderedEvent> events) =>
        _client.Tell(new ClusterClient.Send(Gateway, events is [var only] ? only : new EventBatch(events), localAffinity: true), _receipts);

    /// <summary>An event that is repeated: by itself, so that a node that does not know batches yet gets it too.</summary>
    internal sealed record Alone(RenderedEvent Rendered) : INoSerializationVerificationNeeded;
}
