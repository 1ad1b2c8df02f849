namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>One row of the summary table: what lists show of a subscription without waking it.</summary>
/// <param name="Id">The subscription's id.</param>
/// <param name="Host">Host of the callback URL.</param>
/// <param name="Phase">Name of the phase; <c>Idle</c> stands for Idle and Delivering.</param>
/// <param name="Undelivered">Events in the outbox when the row was reported.</param>
/// <param name="Parked">Parked events when the row was reported.</param>
/// <param name="DueAt">When something becomes due by itself, UTC; null when nothing does.</param>
/// <param name="Generation">The subscription's generation.</param>
/// <param name="SequenceNumber">The journal's sequence number that this rests on; an older row never replaces a newer one.</param>
public sealed record SummaryRow(
    string Id,
    string Host,
    string Phase,
    int Undelivered,
    int Parked,
    DateTimeOffset? DueAt,
    int Generation,
    long SequenceNumber);

/// <summary>What the rows of one phase come to.</summary>
/// <param name="Subscriptions">How many there are.</param>
/// <param name="Undelivered">Their undelivered events.</param>
/// <param name="Parked">Their parked events.</param>
public sealed record PhaseCount(int Subscriptions, long Undelivered, long Parked)
{
    /// <summary>Those of the phases in which events can still be sent: what a cancelled subscription holds stays readable, and is nobody's backlog.</summary>
    public static IEnumerable<PhaseCount> Live(IReadOnlyDictionary<string, PhaseCount> byPhase) =>
        byPhase.Where(p => p.Key != nameof(Core.Phase.Cancelled)).Select(p => p.Value);
}
