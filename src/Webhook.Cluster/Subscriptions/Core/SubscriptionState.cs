using System.Collections.Immutable;
using Webhook.Cluster.Subscriptions.Core.Announcing;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>All that a subscription's records say about it. Immutable; made only by <see cref="Evolution.Apply"/>.</summary>
public sealed record SubscriptionState
{
    /// <summary>How many attempts are kept to be shown.</summary>
    public const int AttemptsKept = 20;

    /// <summary>A subscription that was never created.</summary>
    public static readonly SubscriptionState Initial = new();

    /// <summary>How many records made this state; the journal's sequence number of the last one.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// The latest place that an event got: one more for each event, and at least the number of the record that queued it, as it was
    /// when each record queued one at most.
    /// </summary>
    public long LastPlace { get; init; }

    /// <summary>0: never created; each creation adds one.</summary>
    public int Generation { get; init; }

    /// <summary>Sequence number of the record that began this generation; the journal's earlier records are not its own.</summary>
    public long Start { get; init; }

    /// <summary>Counts changes of the retry state by anything but a success: an outcome from an earlier round is only recorded.</summary>
    public long Round { get; init; }

    /// <summary>Counts the records after which an attempt may start only once they are durable: all but acceptances and deliveries.</summary>
    public long Control { get; init; }

    /// <summary>The settings; null before the first creation.</summary>
    public SubscriptionSettings? Settings { get; init; }

    /// <summary>Cancelled for good, until it is created again.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Held by hand.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The last retry failed.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>The retry under way; null when nothing failed since the last success.</summary>
    public Retry? Retry { get; init; }

    /// <summary>The outbox and the parked events.</summary>
    public HeldEvents Held { get; init; } = HeldEvents.None;

    /// <summary>The ids that tell a duplicate.</summary>
    public RememberedIds Remembered { get; init; } = RememberedIds.None;

    /// <summary>Different events refused since the last delivery, up to <see cref="DeliveryPolicy.RefusalsInARow"/>.</summary>
    public ImmutableHashSet<string> RefusedInARow { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Events delivered by this generation.</summary>
    public long Delivered { get; init; }

    /// <summary>The latest attempts, oldest first.</summary>
    public ImmutableArray<AttemptRecord> Attempts { get; init; } = [];

    /// <summary>The last failure since the last success; null when all is well.</summary>
    public string? LastError { get; init; }

    /// <summary>What operators are to be told.</summary>
    public News News { get; init; } = News.None;

    /// <summary>Whether there is a subscription that is not cancelled.</summary>
    public bool IsActive => Generation > 0 && !IsCancelled;

    /// <summary>Whether nothing is sent, whatever the time.</summary>
    public bool IsHeldBack => !IsActive || IsPaused || IsSuspended;

    /// <summary>Whether the last attempt timed out; such subscriptions share a quarter of the places.</summary>
    public bool LastTimedOut => Attempts is [.., { TimedOut: true }];
}
