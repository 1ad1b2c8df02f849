using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>The latest attempts that a state keeps to be shown, oldest first: <see cref="SubscriptionState.AttemptsKept"/> at most.</summary>
internal static class LatestAttempts
{
    /// <summary>What they are after one more.</summary>
    public static ImmutableArray<AttemptRecord> After(ImmutableArray<AttemptRecord> attempts, AttemptRecord ended) =>
        After(attempts, [ended], static one => one);

    /// <summary>What they are after several more.</summary>
    /// <remarks>What stays is copied as a block: element by element, the type of each is looked at, and an attempt of a while ago is in no cache any more.</remarks>
    /// <param name="attempts">What they were.</param>
    /// <param name="ended">What tells of the new ones, in their order.</param>
    /// <param name="attemptOf">The attempt that one of them tells of.</param>
    public static ImmutableArray<AttemptRecord> After<T>(ImmutableArray<AttemptRecord> attempts, IReadOnlyList<T> ended, Func<T, AttemptRecord> attemptOf)
    {
        var added = Math.Min(ended.Count, SubscriptionState.AttemptsKept);
        var kept = Math.Min(attempts.Length, SubscriptionState.AttemptsKept - added);
        var latest = new AttemptRecord[kept + added];
        attempts.AsSpan(^kept..).CopyTo(latest);
        for (var i = 0; i < added; i++)
        {
            latest[kept + i] = attemptOf(ended[ended.Count - added + i]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(latest);
    }
}
