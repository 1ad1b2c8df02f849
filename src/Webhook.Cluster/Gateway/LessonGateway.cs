using System.Diagnostics;
using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Telemetry;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// The fixed path <c>/user/lesson-events</c> of every node: checks an event and forwards it with its sender, so that the
/// receipt goes straight from the subscription to whoever sent the event, or, for a batch, to the collector of its sender.
/// </summary>
public sealed class LessonGateway : UntypedActor, IWithTimers
{
    /// <summary>The actor's name below <c>/user</c>; senders know it.</summary>
    public const string Name = "lesson-events";

    private const int WaitingAtMost = 10_000;

    private readonly IActorRef _region;
    private readonly KnownSubscriptions _known;
    private readonly WebhookMeter _meter;

    /// <summary>Events whose subscription is being looked up, in order, so that none overtakes another.</summary>
    private readonly Dictionary<string, Queue<(AcceptEvent Command, IActorRef Sender)>> _lookedUp = new(StringComparer.Ordinal);
    private readonly ReceiptCollectors _collectors = new(Context);
    private int _waiting;
    private bool _isClosed;

    /// <summary>A gateway that forwards to <paramref name="region"/>.</summary>
    public LessonGateway(IActorRef region, KnownSubscriptions known, WebhookMeter meter)
    {
        _meter = meter;
        _region = region;
        _known = known;
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc />
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(ReceiptCollectors), EndUnused.Instance, ReceiptCollectors.Idle);

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RenderedEvent rendered:
                Take(rendered, Sender);
                break;
            case EventBatch batch:
                Take(batch);
                break;
            case LessonCompleted lesson:
                Take(LessonPayload.ToRendered(lesson), Sender);
                break;
            case LookedUp found:
                Release(found);
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
        var (canonical, fault) = EventCheck.Check(rendered);
        if (canonical is null)
        {
            TurnAway(sender, fault!);
            return;
        }

        var command = new AcceptEvent(canonical.SubscriptionId, canonical.EventId, canonical.Payload) { TraceParent = activity?.Id ?? canonical.TraceParent };
        if (_isClosed)
        {
            TurnAway(sender, Receipts.Overloaded(command, "This node is leaving the cluster; send the event again."));
        }
        else if (_lookedUp.TryGetValue(command.SubscriptionId, out var queue))
        {
            Enqueue(queue, command, sender);
        }
        else
        {
            var lookUp = _known.ExistsAsync(command.SubscriptionId, CancellationToken.None);
            if (lookUp is { IsCompletedSuccessfully: true, Result: true })
            {
                _region.Tell(command, sender);
                return;
            }

            Enqueue(_lookedUp[command.SubscriptionId] = new(), command, sender);
            lookUp.AsTask().PipeTo(
                Self,
                success: exists => new LookedUp(command.SubscriptionId, exists),
                failure: _ => new LookedUp(command.SubscriptionId, null));
        }
    }

    private void Enqueue(Queue<(AcceptEvent Command, IActorRef Sender)> queue, AcceptEvent command, IActorRef sender)
    {
        if (_waiting >= WaitingAtMost)
        {
            TurnAway(sender, Receipts.Overloaded(command, "Too many events wait for a look-up of their subscription; send it again."));
            return;
        }

        _waiting++;
        queue.Enqueue((command, sender));
    }

    private void Release(LookedUp found)
    {
        if (!_lookedUp.Remove(found.SubscriptionId, out var queue))
        {
            return;
        }

        _waiting -= queue.Count;
        foreach (var (command, sender) in queue)
        {
            switch (found.Exists)
            {
                case true:
                    _region.Tell(command, sender);
                    break;
                case false:
                    TurnAway(sender, Receipts.NoSubscription(command));
                    break;
                default:
                    TurnAway(sender, Receipts.Overloaded(command, "The subscription could not be looked up just now; send the event again."));
                    break;
            }
        }
    }

    private void TurnAway(IActorRef sender, Rejected rejected)
    {
        _meter.Answered(rejected);
        sender.Tell(rejected);
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

    /// <summary>A look-up ended; <paramref name="Exists"/> is null when the database did not answer.</summary>
    private sealed record LookedUp(string SubscriptionId, bool? Exists) : INoSerializationVerificationNeeded;
}
