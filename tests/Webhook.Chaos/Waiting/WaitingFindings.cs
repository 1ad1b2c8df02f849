namespace Webhook.Chaos.Waiting;

/// <summary>How the retries went; pure.</summary>
/// <param name="Missing">Subscriptions that had no retry.</param>
/// <param name="Early">Retries that came before they were due: promised times are exact.</param>
/// <param name="Again">POSTs beyond the retry.</param>
/// <param name="Lateness">Arrival of each retry after its due time, sorted.</param>
internal sealed record WaitingFindings(int Missing, int Early, int Again, IReadOnlyList<TimeSpan> Lateness)
{
    /// <summary>The latest that a retry may come when a node is lost just before it is due.</summary>
    public static readonly TimeSpan LatestAllowed = TimeSpan.FromSeconds(120);

    /// <summary>A node counts from the moment at which it begins an attempt, which is that much before it arrives at most.</summary>
    public static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(1);

    public TimeSpan Worst => Lateness.Count == 0 ? TimeSpan.Zero : Lateness[^1];

    public static WaitingFindings Of(IEnumerable<(DateTimeOffset? Failed, DateTimeOffset? Retried)> attempts, TimeSpan interval, int again)
    {
        var all = attempts.ToList();
        var lateness = all.Where(a => a is { Failed: not null, Retried: not null }).Select(a => a.Retried!.Value - a.Failed!.Value - interval).Order().ToList();
        return new WaitingFindings(all.Count - lateness.Count, lateness.Count(l => l < -OnItsWay), again, lateness);
    }

    /// <summary>The lateness that a share of the retries, 0 to 1, did not exceed.</summary>
    public TimeSpan Quantile(double share) => Lateness.Count == 0 ? TimeSpan.Zero : Lateness[Math.Max(0, (int)Math.Ceiling(share * Lateness.Count) - 1)];

    /// <summary>The promises that were broken, each in a sentence.</summary>
    public IEnumerable<string> Broken()
    {
        if (Missing > 0)
        {
            yield return $"{Missing} subscriptions never had their retry.";
        }

        if (Early > 0)
        {
            yield return $"{Early} retries came before they were due.";
        }

        if (Again > 0)
        {
            yield return $"{Again} POSTs came though the event was delivered.";
        }

        if (Worst > LatestAllowed)
        {
            yield return $"A retry came {Worst.TotalSeconds:0.0} s after its due time; {LatestAllowed.TotalSeconds:0} s are allowed.";
        }
    }
}
