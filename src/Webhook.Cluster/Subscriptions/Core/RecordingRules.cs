using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>
/// What shares a record, since a record costs more than all that it says. Events that come in while another record is being written share the
/// next one. Where more is about to happen successes wait a moment, and share a record with each other and with the next
/// event. The less is recorded, the more is POSTed twice after a crash, so none waits for
/// long, none where nothing is likely to follow, and none that changes more than its own event's fate.
/// </summary>
public static class RecordingRules
{
    /// <summary>The longest that a success waits for company. A late timer and the writing come on top, within <see cref="Flight.UnrecordedFor"/>.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(80);

    /// <summary>The most that wait.</summary>
    public const int AtMost = Flight.UnrecordedAtMost / 2;

    /// <summary>The most events that share a record.</summary>
    public const int EventsAtMost = 64;

    /// <summary>The most bytes of payloads that share a record, unless one alone has more.</summary>
    public const int EventBytesAtMost = 64 * 1024;

    /// <summary>Events that follow each other like this bring the next one within about a <see cref="Moment"/> of a success.</summary>
    private static readonly TimeSpan Brisk = TimeSpan.FromMilliseconds(150);

    /// <summary>Whether successes may wait at present.</summary>
    /// <param name="ahead">All that was decided so far.</param>
    /// <param name="flight">What is under way, these successes included.</param>
    /// <param name="now">The present time, UTC.</param>
    public static bool MayWait(SubscriptionState ahead, Flight flight, DateTimeOffset now) =>
        !flight.IsStopping
        && flight.Unrecorded.Length < AtMost
        && IsWell(ahead)
        && (HasMoreToSend(ahead, flight) || IsBrisk(ahead.Remembered, now));

    /// <summary>
    /// Decides on events that came in one after the other: one record tells of all that are accepted, and of the successes that wait. It ends
    /// before an event that needs a record of its own.
    /// </summary>
    /// <param name="policy">The configured numbers.</param>
    /// <param name="state">All that was decided so far.</param>
    /// <param name="arrived">The events, at least one.</param>
    /// <param name="waiting">The successes; null for none.</param>
    /// <param name="now">The present time, UTC.</param>
    public static ArrivalDecision Decide(
        DeliveryPolicy policy, SubscriptionState state, IReadOnlyList<AcceptEvent> arrived, RecordDeliveries? waiting, DateTimeOffset now)
    {
        var delivered = waiting is not null && IsWell(state) && Decisions.Decide(policy, state, waiting, now).Events is [EventsDelivered d] ? d : null;
        var next = Evolution.Begin(state);
        next = delivered is null ? next : Evolution.Noted(next, delivered);
        var accepted = new List<EventAccepted>(arrived.Count);
        var answers = new List<Answer>(arrived.Count);
        for (var i = 0; i < arrived.Count; i++)
        {
            var decision = Decisions.Decide(policy, next, arrived[i], now);
            if (decision.Events is [EventAccepted one])
            {
                next = Evolution.Noted(next, one);
                accepted.Add(one);
            }
            else if (decision.Events.Count > 0)
            {
                if (i == 0)
                {
                    return new ArrivalDecision(decision.Events, [decision.Answer!], null, false);
                }

                break;
            }

            answers.Add(decision.Answer!);
        }

        return accepted.Count == 0
            ? new ArrivalDecision([], answers, null, false)
            : new ArrivalDecision([RecordOf(delivered, accepted)], answers, next, delivered is not null);
    }

    private static SubscriptionEvent RecordOf(EventsDelivered? delivered, List<EventAccepted> accepted) => (delivered, accepted) switch
    {
        (null, [var only]) => only,
        (not null, [var only]) => new EventAcceptedAfterDeliveries(delivered, only),
        _ => new EventsAccepted(delivered, accepted),
    };

    private static bool HasMoreToSend(SubscriptionState ahead, Flight flight) =>
        ahead.Held.Outbox.Count - ahead.Held.Aside.Count > flight.Unrecorded.Length;

    /// <summary>Whether another event is likely to come within a moment: the last two were close, and the last is not long past.</summary>
    private static bool IsBrisk(RememberedIds remembered, DateTimeOffset now) =>
        remembered.Latest is { Gap: var gap, At: var at } && gap <= Brisk && now - at <= Brisk + Moment;

    /// <summary>Whether a success changes no more than its own event's fate: it ends no wait, and nobody waits to be told of it.</summary>
    private static bool IsWell(SubscriptionState state) => state is { Retry: null, LastError: null, IsHeldBack: false, News.Outage: null };
}
