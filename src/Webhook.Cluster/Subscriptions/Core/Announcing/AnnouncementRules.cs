using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core.Announcing;

/// <summary>Which records are worth telling operators of. Nothing is told of the operators' own subscription, or it would never end.</summary>
internal static class AnnouncementRules
{
    /// <summary>The most that wait to be told: beyond that the oldest give way.</summary>
    public const int WaitingAtMost = 64;

    /// <summary>The state after <paramref name="happened"/>, with what there is to tell of it.</summary>
    public static SubscriptionState Note(SubscriptionState before, SubscriptionState after, SubscriptionEvent happened) => happened switch
    {
        EventAccepted { NearlyFullOf: { } limit } => Filling(after, limit, happened.At),
        EventAccepted => after,
        EventsDelivered e => Relieved(after.News.Outage is { } outage ? Recovered(after, outage, e) : after),
        AttemptFailed { Consequence: FailureConsequence.Suspend } e => Suspended(before, after, e),
        EventRefused { Aside: null } e when after.Held.IsParked(e.Attempt.EventId) && !before.Held.IsParked(e.Attempt.EventId) => Parked(after, e),
        EventDropped => Relieved(after),
        DeliveredEventReplayed { NearlyFullOf: { } limit } => Filling(after, limit, happened.At),
        SubscriptionCreated e => after with { News = News.None with { Waiting = before.News.Waiting, OperatorsSince = e.ForOperators == true ? e.At : null } },
        Announced e => Told(after, e.UpTo),
        _ => after,
    };

    private static SubscriptionState Told(SubscriptionState after, long upTo) =>
        after with { News = after.News with { Waiting = after.News.Waiting.RemoveAll(a => a.Sequence <= upTo) } };

    private static SubscriptionState Suspended(SubscriptionState before, SubscriptionState after, AttemptFailed e)
    {
        var outage = before.News.Outage is { } earlier ? earlier with { Suspensions = earlier.Suspensions + 1 } : new Outage(e.At, 1);
        var announcement = OfAttempt(after, AnnouncementTypes.Suspended, e.At, e.Attempt) with { Attempts = (before.Retry?.Number ?? 0) + 1, Outage = outage };
        return Tell(after, after.News with { Outage = outage }, announcement);
    }

    private static SubscriptionState Recovered(SubscriptionState after, Outage outage, EventsDelivered e) => e.Deliveries.Any(d => d.RestoresBudget)
        ? Tell(after, after.News with { Outage = null }, Of(after, AnnouncementTypes.Recovered, e.At) with { Outage = outage })
        : after;

    private static SubscriptionState Filling(SubscriptionState after, int limit, DateTimeOffset at) =>
        Tell(after, after.News with { NearlyFullOf = limit }, Of(after, AnnouncementTypes.NearlyFull, at) with { Limit = limit, Bytes = after.Held.Bytes });

    private static SubscriptionState Relieved(SubscriptionState after) =>
        after.News.NearlyFullOf is { } limit && Fullness.IsRelieved(after.Held, limit) ? after with { News = after.News with { NearlyFullOf = null } } : after;

    private static SubscriptionState Parked(SubscriptionState after, EventRefused e) =>
        Tell(after, after.News, OfAttempt(after, AnnouncementTypes.Parked, e.At, e.Attempt) with { Attempts = after.Held.Find(e.Attempt.EventId)!.Refusals });

    private static Announcement OfAttempt(SubscriptionState after, string type, DateTimeOffset at, AttemptRecord attempt) => Of(after, type, at) with
    {
        EventId = attempt.EventId,
        Status = attempt.Status,
        Reason = attempt.Problem is { Length: > Announcement.ReasonLength } longer ? longer[..Announcement.ReasonLength] : attempt.Problem,
    };

    private static Announcement Of(SubscriptionState after, string type, DateTimeOffset at) =>
        new(after.Sequence, type, at, new Uri(after.Settings!.CallbackUrl).Host, after.Held.Outbox.Count, after.Held.Parked.Count);

    private static SubscriptionState Tell(SubscriptionState after, News news, Announcement announcement)
    {
        if (news.OperatorsSince is not null)
        {
            return after;
        }

        var waiting = news.Waiting.Length < WaitingAtMost ? news.Waiting : news.Waiting.RemoveAt(0);
        return after with { News = news with { Waiting = waiting.Add(announcement) } };
    }
}
