using Akka.Actor;
using Akka.Cluster.Sharding;
using Webhook.Cluster.Telemetry;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// The fixed path <c>/user/lesson-events</c> of every node: checks an event and forwards it with its sender, so that the
/// receipt goes straight from the subscription to whoever sent the event, or, for a batch, to the collector of its sender.
/// </summary>
public sealed partial class LessonGateway : UntypedActor, IWithTimers
{
    /// <summary>The actor's name below <c>/user</c>; senders know it.</summary>
    public const string Name = "lesson-events";

    private readonly IActorRef _region;
    private readonly KnownSubscriptions _known;
    private readonly WebhookMeter _meter;

    private readonly ReceiptCollectors _collectors = new(Context);
    private readonly TurnedAway _turnedAway;
    private bool _isClosed;

    /// <summary>A gateway that forwards to <paramref name="region"/>, and to the gateways of other nodes what they hold.</summary>
    /// <param name="region">The shard region of this node.</param>
    /// <param name="known">Tells which subscriptions exist.</param>
    /// <param name="meter">Counts what is turned away.</param>
    /// <param name="peers">The gateways of the other nodes.</param>
    /// <param name="clock">Tells when to ask again where a shard is.</param>
    public LessonGateway(IActorRef region, KnownSubscriptions known, WebhookMeter meter, IPeerGateways peers, TimeProvider clock)
    {
        _meter = meter;
        _region = region;
        _known = known;
        _peers = peers;
        _lookUps = new LookUps(known, Self);
        _awaiting = new AwaitingLookUp(_lookUps.Ask);
        _turnedAway = new TurnedAway(_collectors);
        _relay = new Relay(_collectors.Has, meter.Relayed);
        _holders = new ShardHolders(AskRegion, peers, clock);
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc />
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(ReceiptCollectors), EndUnused.Instance, ReceiptCollectors.Idle);

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        try
        {
            Take(message);
        }
        finally
        {
            _turnedAway.Tell();
            _relay.Tell();
        }
    }

    private void Take(object message)
    {
        switch (message)
        {
            case RenderedEvent rendered:
                Take(rendered, Sender);
                break;
            case EventBatch batch:
                Take(batch);
                break;
            case RelayedEvents relayed:
                Take(relayed);
                break;
            case RelayNoMore:
                RelayNoMoreTo(Sender.Path.Address);
                break;
            case EntityLocation location:
                _holders.Learn(location);
                break;
            case LessonCompleted lesson:
                Take(LessonPayload.ToRendered(lesson), Sender);
                break;
            case LookUps.AnswersCame:
                Release();
                break;
            case EndUnused:
                _collectors.EndUnused();
                break;
            case Close:
                _isClosed = true;
                TellPeersOfClose();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>The node leaves: turn new events away, so that their senders repeat them elsewhere at once.</summary>
    internal sealed record Close : INoSerializationVerificationNeeded
    {
        public static readonly Close Instance = new();
    }

    private sealed record EndUnused : INoSerializationVerificationNeeded
    {
        public static readonly EndUnused Instance = new();
    }
}
