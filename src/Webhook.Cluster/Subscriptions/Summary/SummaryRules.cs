namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>When a row whose phase and settings stand is written all the same, so that a backlog shows while it grows and shrinks.</summary>
internal static class SummaryRules
{
    /// <summary>While events come and go, a row for a difference smaller than this would be written for every few of them.</summary>
    private const int Ripple = 100;

    /// <summary>Whether the table is too far from the truth: by half, and by a hundred events where they flow.</summary>
    /// <param name="flows">Whether events are delivered now; where they only gather, a row stays true for long.</param>
    /// <param name="reported">Undelivered events, as the table has it.</param>
    /// <param name="undelivered">Undelivered events.</param>
    public static bool IsFarOff(bool flows, int reported, int undelivered) =>
        Math.Abs(undelivered - reported) >= Math.Max(flows ? Ripple : 1, reported / 2);
}
