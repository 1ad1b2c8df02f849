namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>When a row whose phase and settings stand is written all the same, so that a backlog shows while it grows and shrinks.</summary>
internal static class SummaryRules
{
    /// <summary>While events come and go, a row for a difference smaller than this would be written for every few of them.</summary>
    private const int Ripple = 100;

    /// <summary>From half of what a subscription may hold on, a row is off by no larger part of that: one that is nearly full must not look as if it were not.</summary>
    private const int PartsOfLimit = 20;

    /// <summary>Whether the table is too far from the truth: by half, and by a hundred events where they flow; of a fuller subscription by a twentieth of what it may hold.</summary>
    /// <param name="flows">Whether events are delivered now; where they only gather, a row stays true for long.</param>
    /// <param name="reported">Undelivered events, as the table has it.</param>
    /// <param name="undelivered">Undelivered events.</param>
    /// <param name="limit">How many events a subscription may hold.</param>
    public static bool IsFarOff(bool flows, int reported, int undelivered, int limit)
    {
        var far = Math.Max(flows ? Ripple : 1, reported / 2);
        var isHalfFull = Math.Max(reported, undelivered) >= limit / 2;
        return Math.Abs(undelivered - reported) >= (isHalfFull ? Math.Min(far, Math.Max(1, limit / PartsOfLimit)) : far);
    }
}
