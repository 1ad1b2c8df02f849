using Akka.Actor;
using Akka.Cluster.Tools.Client;

namespace Webhook.Messages;

/// <summary>
/// Brings events to the gateway: one that comes alone as it is, several as a batch. Owns the cluster client. That one asks the nodes that it has learnt of, at
/// most three, and never again the contact points; where all those are gone while the cluster lives on, it would ask them for ever, so another begins anew.
/// </summary>
internal sealed class EventCourier : UntypedActor
{
    private const string Gateway = "/user/lesson-events";

    /// <summary>After so long without any receipt, though events are sent again, the client begins anew.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Func<IEnumerable<ActorPath>, Props> _clientOf;
    private readonly HashSet<ActorPath> _learnt = [];
    private readonly IActorRef _receipts;
    private readonly Func<TimeSpan> _silence;
    private readonly TimeProvider _clock;
    private readonly Gathering<RenderedEvent> _gathering;

    private IActorRef _client;
    private long _clientSince;

    /// <param name="client">Makes a cluster client that begins with the contact points and these.</param>
    /// <param name="receipts">Takes the receipts.</param>
    /// <param name="silence">For how long no receipt has come in.</param>
    /// <param name="clock">Tells how old the client is.</param>
    public EventCourier(Func<IEnumerable<ActorPath>, Props> client, IActorRef receipts, Func<TimeSpan> silence, TimeProvider clock)
    {
        _clientOf = client;
        _receipts = receipts;
        _silence = silence;
        _clock = clock;
        _client = BeginClient();
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
                RenewClient();
                Send([alone.Rendered]);
                break;
            case ContactPoints known:
                _learnt.Clear();
                _learnt.UnionWith(known.ContactPointsList);
                break;
            case ContactPointAdded added:
                _learnt.Add(added.ContactPoint);
                break;
            case ContactPointRemoved removed:
                _learnt.Remove(removed.ContactPoint);
                break;
            case Flush:
                _gathering.Send();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void RenewClient()
    {
        if (_silence() >= Patience && _clock.GetElapsedTime(_clientSince) >= Patience)
        {
            // What it still holds is sent again by those who wait for it.
            Context.Stop(_client);
            _client = BeginClient();
        }
    }

    private IActorRef BeginClient()
    {
        _clientSince = _clock.GetTimestamp();
        var client = Context.ActorOf(_clientOf(_learnt));
        client.Tell(SubscribeContactPoints.Instance);
        return client;
    }

    private void Send(IReadOnlyList<RenderedEvent> events) =>
        _client.Tell(new ClusterClient.Send(Gateway, events is [var only] ? only : new EventBatch(events), localAffinity: true), _receipts);

    /// <summary>An event that is repeated: by itself, so that a node that does not know batches yet gets it too.</summary>
    internal sealed record Alone(RenderedEvent Rendered) : INoSerializationVerificationNeeded;
}
