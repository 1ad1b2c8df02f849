using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>
/// When successes are recorded. Where more is about to happen they wait a moment, and share a record with each other and with the next
/// event: a record costs more than all that it says. The less is recorded, the more is POSTed twice after a crash, so none waits for
/// long, none where nothing is likely to follow, and none that changes more than its own event's fate.
/// </summary>
public static class RecordingRules
{
    /// <summary>The longest that a success waits for company. A late timer and the writing come on top, within <see cref="Flight.UnrecordedFor"/>.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(80);

    /// <summary>The most that wait.</summary>
    public const int AtMost = Flight.UnrecordedAtMost / 2;

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

    /// <summary>Decides on an event that comes while successes wait: where it is accepted, one record tells of them and of it.</summary>
    /// <param name="policy">The configured numbers.</param>
    /// <param name="state">All that was decided so far.</param>
    /// <param name="command">The event.</param>
    /// <param name="waiting">The successes.</param>
    /// <param name="now">The present time, UTC.</param>
    /// <returns>The decision, and whether it records the successes.</returns>
    public static (Decision Decision, bool RecordsThem) Decide(
        DeliveryPolicy policy, SubscriptionState state, AcceptEvent command, RecordDeliveries waiting, DateTimeOffset now)
    {
        if (IsWell(state)
            && Decisions.Decide(policy, state, waiting, now).Events is [EventsDelivered delivered]
            && Decisions.Decide(policy, Evolution.Apply(state, delivered), command, now) is { Events: [EventAccepted accepted] } decision)
        {
            return (decision with { Events = [new EventAcceptedAfterDeliveries(delivered, accepted)] }, true);
        }

        return (Decisions.Decide(policy, state, command, now), false);
    }

    private static bool HasMoreToSend(SubscriptionState ahead, Flight flight) =>
        ahead.Held.Outbox.Count - ahead.Held.Aside.Count > flight.Unrecorded.Length;

    /// <summary>Whether another event is likely to come within a moment: the last two were close, and the last is not long past.</summary>
    private static bool IsBrisk(RememberedIds remembered, DateTimeOffset now) =>
        remembered.Latest is { Gap: var gap, At: var at } && gap <= Brisk && now - at <= Brisk + Moment;

    /// <summary>Whether a success changes no more than its own event's fate: it ends no wait, and nobody waits to be told of it.</summary>
    private static bool IsWell(SubscriptionState state) => state is { Retry: null, LastError: null, IsHeldBack: false, News.Outage: null };
}
