using Akka.Actor;
using Akka.Cluster.Tools.Client;

namespace Webhook.Messages;

/// <summary>
/// Brings events to the gateway: one that comes alone as it is, those that come in while it is busy as batches. Nothing waits for
/// company; only a sender that is busy makes batches.
/// </summary>
/// <param name="client">The cluster client.</param>
/// <param name="receipts">Takes the receipts.</param>
internal sealed class EventCourier(IActorRef client, IActorRef receipts) : UntypedActor
{
    private const string Gateway = "/user/lesson-events";

    /// <summary>A batch ends here: what a receiver does with one shall not keep it from others.</summary>
    private const int Events = 64;

    /// <summary>A batch ends here too, in bytes, ids and traces included: a frame has 256,000 with its envelope.</summary>
    private const int Bytes = 150_000;

    private readonly List<RenderedEvent> _gathered = [];
    private int _bytes;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RenderedEvent rendered:
                Gather(rendered);
                break;
            case Alone alone:
                Send(alone.Rendered);
                break;
            case Flush:
                SendGathered();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Gather(RenderedEvent rendered)
    {
        var bytes = rendered.Payload.Length + rendered.SubscriptionId.Length + rendered.EventId.Length + 200;
        if (_gathered.Count == Events || _bytes + bytes > Bytes)
        {
            SendGathered();
        }

        _gathered.Add(rendered);
        _bytes += bytes;
        if (_gathered.Count == 1)
        {
            // Comes up behind all that is waiting already.
            Self.Tell(Flush.Instance);
        }
    }

    private void SendGathered()
    {
        switch (_gathered.Count)
        {
            case 0:
                return;
            case 1:
                Send(_gathered[0]);
                break;
            default:
                Send(new EventBatch([.. _gathered]));
                break;
        }

        _gathered.Clear();
        _bytes = 0;
    }

    private void Send(object message) => client.Tell(new ClusterClient.Send(Gateway, message, localAffinity: true), receipts);

    /// <summary>An event that is repeated: by itself, so that a node that does not know batches yet gets it too.</summary>
    internal sealed record Alone(RenderedEvent Rendered) : INoSerializationVerificationNeeded;

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }
}
