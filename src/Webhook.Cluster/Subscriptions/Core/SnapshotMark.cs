namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>A snapshot that was stored: what it covers may be deleted once the retention has passed since.</summary>
/// <param name="Sequence">The last record it covers, before the first whose event was still to be sent.</param>
/// <param name="At">When it was stored, UTC.</param>
public sealed record SnapshotMark(long Sequence, DateTimeOffset At);

/// <summary>When to take a snapshot, and what may be deleted after one.</summary>
public static class SnapshotRules
{
    private const int EveryAtLeast = 200;
    private const int MarksInRetention = 24;

    /// <summary>
    /// Whether enough happened since the last snapshot to pay for another: what a snapshot holds grows with the
    /// events held and the ids remembered, so that one of a fixed number of records would cost a busy subscription more than its events do.
    /// A record may tell of many events, and a recovery goes through them all.
    /// </summary>
    /// <param name="durable">The state now.</param>
    /// <param name="sequence">Number of the last record that the last snapshot covers.</param>
    /// <param name="lastPlace">The latest place that it covers.</param>
    public static bool IsDue(SubscriptionState durable, long sequence, long lastPlace) =>
        Math.Max(durable.Sequence - sequence, durable.LastPlace - Math.Max(lastPlace, sequence))
        >= Math.Max(EveryAtLeast, Math.Max(2L * durable.Held.Count, durable.Remembered.Count / 2));

    /// <summary>
    /// The marks with one for a snapshot of <paramref name="covered"/>; a few for each retention are enough. What is still to be sent stays from its delivery on
    /// as long as what was delivered before, so the mark ends before it.
    /// </summary>
    public static IReadOnlyList<SnapshotMark> Add(IReadOnlyList<SnapshotMark> marks, SubscriptionState covered, DateTimeOffset now, TimeSpan retention)
    {
        var sequence = covered.Held.Outbox.Values.Select(held => held.PayloadAt - 1).Append(covered.Sequence).Min();
        var isSoon = marks.Count > 0 && now - marks[^1].At < retention / MarksInRetention && now >= marks[^1].At;
        return isSoon || sequence <= (marks.Count > 0 ? marks[^1].Sequence : 0) ? marks : [.. marks, new SnapshotMark(sequence, now)];
    }

    /// <summary>The newest mark whose retention has passed: records up to it may go. Null when there is none.</summary>
    public static SnapshotMark? Expired(IReadOnlyList<SnapshotMark> marks, DateTimeOffset now, TimeSpan retention) =>
        marks.LastOrDefault(m => m.At <= now - retention);

    /// <summary>
    /// The last record that may go after a snapshot of <paramref name="saved"/> was stored, when <paramref name="expired"/> is what is
    /// too old. The newest record always stays: by its records alone a subscription is known to exist.
    /// </summary>
    public static long DeletableUpTo(SnapshotMark expired, long saved) => Math.Min(expired.Sequence, saved - 1);
}
