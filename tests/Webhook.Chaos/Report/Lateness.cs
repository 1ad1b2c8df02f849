namespace Webhook.Chaos.Report;

/// <summary>How late retries were; pure.</summary>
internal static class Lateness
{
    /// <summary>
    /// For each failed attempt that a retry follows, how long after its due time the next attempt arrived. After the last retry
    /// a subscription waits for new data, which has no due time. A retry that came early, because a crash took the record of
    /// the failure, counts as on time.
    /// </summary>
    public static IReadOnlyList<TimeSpan> Of(Evidence evidence)
    {
        var found = new List<TimeSpan>();
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
                    var due = ordered[i].At + evidence.Interval;
                    found.Add(ordered[i + 1].At > due ? ordered[i + 1].At - due : TimeSpan.Zero);
                }
            }
        }

        return found;
    }
}
