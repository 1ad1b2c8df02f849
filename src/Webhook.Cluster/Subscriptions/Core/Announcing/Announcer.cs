using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Core.Announcing;

/// <summary>
/// How far one life of an actor is with handing its announcements over, one after the other. Gone with the process: what no
/// record says to be told is handed over again, under the same event id.
/// </summary>
/// <param name="Done">Sequence number up to which nothing is left to hand over in this life.</param>
/// <param name="UnderWay">Handed over and not answered; null when nothing is.</param>
/// <param name="AskedUpTo">The newest announcement that there was when <paramref name="UnderWay"/> was handed over.</param>
/// <param name="Failures">How often in a row no answer for good came.</param>
/// <param name="Waits">Whether the next try waits for a timer.</param>
public sealed record Announcer(long Done, Announcement? UnderWay, long AskedUpTo, int Failures, bool Waits)
{
    /// <summary>Nothing handed over yet.</summary>
    public static readonly Announcer Idle = new(0, null, 0, 0, false);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait before the next try: 1, 2, 4 … seconds, at most five minutes.</summary>
    public TimeSpan Wait => Failures > 9 ? LongestWait : TimeSpan.FromSeconds(1 << Math.Max(0, Failures - 1));

    /// <summary>Whether something is left to be handed over, or to be answered.</summary>
    public bool HasWork(SubscriptionState durable) => UnderWay is not null || Oldest(durable) is not null;

    /// <summary>What to hand over now; null for nothing.</summary>
    public Announcement? Next(SubscriptionState durable) => UnderWay is null && !Waits ? Oldest(durable) : null;

    /// <summary><paramref name="announcement"/> is handed over.</summary>
    public Announcer Begin(SubscriptionState durable, Announcement announcement) =>
        this with { UnderWay = announcement, AskedUpTo = durable.News.Waiting[^1].Sequence };

    /// <summary>It was answered; null stands for no answer. What comes next is in <paramref name="isTold"/>: a record, or nothing.</summary>
    public Announcer End(Receipt? receipt, out bool isTold)
    {
        isTold = false;
        if (UnderWay is null)
        {
            // Asked by a life before this one.
            return this;
        }

        switch (receipt)
        {
            case null or Rejected { Reason: RejectReason.Overloaded }:
                return this with { UnderWay = null, Failures = Failures + 1, Waits = true };
            case Rejected { Reason: RejectReason.NoSubscription }:
                // Nobody listens: all that there was to tell then is old for whoever comes later, so it needs no record.
                return Idle with { Done = AskedUpTo };
            default:
                isTold = true;
                return Idle with { Done = UnderWay.Sequence };
        }
    }

    /// <summary>The timer went off.</summary>
    public Announcer TryAgain() => this with { Waits = false };

    private Announcement? Oldest(SubscriptionState durable)
    {
        foreach (var announcement in durable.News.Waiting)
        {
            if (announcement.Sequence > Done)
            {
                return announcement;
            }
        }

        return null;
    }
}
