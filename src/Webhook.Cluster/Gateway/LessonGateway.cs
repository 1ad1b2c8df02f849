using System.Diagnostics;
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
    /// <param name="gatewayOf">The gateway of the node at an address; null where it is this one, or takes no relayed events.</param>
    public LessonGateway(IActorRef region, KnownSubscriptions known, WebhookMeter meter, Func<Address, IActorRef?> gatewayOf)
    {
        _meter = meter;
        _region = region;
        _known = known;
        _lookUps = new LookUps(known, Self);
        _awaiting = new AwaitingLookUp(_lookUps.Ask);
        _turnedAway = new TurnedAway(_collectors);
        _relay = new Relay(_collectors.Has, meter.Relayed);
        _holders = new ShardHolders(AskRegion, gatewayOf, TimeProvider.System);
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
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(EventBatch batch)
    {
        var receipts = _collectors.Of(Sender);
        foreach (var rendered in batch.Events)
        {
            Take(rendered, receipts);
        }
    }

    private void Take(RenderedEvent rendered, IActorRef sender)
    {
        using var activity = Tracing.Begin("webhook gateway", ActivityKind.Server, rendered.TraceParent, rendered.SubscriptionId, rendered.EventId);
        if (EventCheck.CheckIds(rendered) is { } fault)
        {
            TurnAway(sender, fault);
            return;
        }

        var traced = activity is null ? rendered : rendered with { TraceParent = activity.Id };
        if (_isClosed)
        {
            TurnAway(sender, Overloaded(traced, "This node is leaving the cluster; send the event again."));
        }
        else if (_known.IsKnown(traced.SubscriptionId) && !_awaiting.Has(traced.SubscriptionId))
        {
            Forward(traced, sender);
        }
        else
        {
            Await(traced, sender);
        }
    }

    /// <summary>Reads the payload, for a subscription that exists only: it is most of what an event costs here.</summary>
    private void Forward(RenderedEvent rendered, IActorRef sender)
    {
        var (canonical, fault) = EventCheck.CheckPayload(rendered);
        if (canonical is null)
        {
            TurnAway(sender, fault!);
            return;
        }

        HandOver(canonical, sender);
    }

    private static Rejected Overloaded(RenderedEvent rendered, string detail) => Receipts.Overloaded(rendered.SubscriptionId, rendered.EventId, detail);

    private void TurnAway(IActorRef sender, Rejected rejected)
    {
        _meter.Answered(rejected);
        _turnedAway.Add(rejected, sender);
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
