namespace Webhook.Chaos.Report;

/// <summary>How late retries were, and which came early; pure.</summary>
internal static class Lateness
{
    /// <summary>A retry counts from the start of the attempt before, which reaches its endpoint a little later; on a busy machine that may take a while.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// For each failed attempt that a retry follows, how long after its due time the next attempt arrived. After the last retry
    /// a subscription waits for new data, which has no due time. A retry that came early, because a crash took the record of
    /// the failure, counts as on time.
    /// </summary>
    public static IReadOnlyList<TimeSpan> Of(Evidence evidence) =>
        [.. Retries(evidence).Select(r => r.Next.At > r.Due ? r.Next.At - r.Due : TimeSpan.Zero)];

    /// <summary>
    /// Retries that came before their time though neither a fault of the subscription's node or of the database, nor a node that ended unasked, can have
    /// taken the record of the failure.
    /// </summary>
    public static IReadOnlyList<EventKey> EarlyOf(Evidence evidence) =>
        [.. Retries(evidence).Where(r => r.Next.At < r.Due - Tolerance && !WasDisturbed(evidence, r.Failed, r.Next)).Select(r => Reconciliation.KeyOf(r.Next))];

    private static bool WasDisturbed(Evidence evidence, Endpoints.Arrival failed, Endpoints.Arrival next)
    {
        var (from, to) = (failed.At - Duplicates.Unrecorded, next.At);
        return evidence.Faults.Any(f => f.Subscriptions.Contains(failed.Subscription) && f.Began <= to && f.Gone + Duplicates.Ending >= from)
            || evidence.UnaskedEnds.Any(e => e.At >= from && e.At - Duplicates.Ending <= to);
    }

    private static List<(Endpoints.Arrival Failed, DateTimeOffset Due, Endpoints.Arrival Next)> Retries(Evidence evidence)
    {
        var found = new List<(Endpoints.Arrival, DateTimeOffset, Endpoints.Arrival)>();
        foreach (var attempts in evidence.Arrivals.GroupBy(a => a.Subscription).Where(s => Endpoints.Behaviours.WidthOf(s.Key) == 1))
        {
            var ordered = attempts.OrderBy(a => a.At).ToList();
            var failures = 0;
            for (var i = 0; i < ordered.Count - 1; i++)
            {
                var failed = !ordered[i].Delivered && !ordered[i].Refused;
                failures = failed ? failures + 1 : 0;
                if (failed && failures <= evidence.Retries)
                {
                    found.Add((ordered[i], ordered[i].At + evidence.Interval, ordered[i + 1]));
                }
            }
        }

        return found;
    }
}
