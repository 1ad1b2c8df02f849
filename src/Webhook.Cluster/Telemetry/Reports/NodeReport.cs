namespace Webhook.Cluster.Telemetry.Reports;

/// <summary>A message between nodes about how one fares.</summary>
public interface INodeReportMessage;

/// <summary>Asks a node how it fares. Answer: <see cref="NodeReport"/>.</summary>
public sealed record GetNodeReport : INodeReportMessage
{
    /// <summary>The only one.</summary>
    public static readonly GetNodeReport Instance = new();
}

/// <summary>How one node fares. Counts are by slots of <see cref="ActivityHistory.SlotSeconds"/>, oldest first; the last is still being counted.</summary>
/// <param name="LastSlot">Number of the last slot since 1970, by the node's own clock.</param>
/// <param name="Accepted">Events accepted.</param>
/// <param name="Delivered">Attempts that delivered.</param>
/// <param name="Failed">Attempts that failed or were refused.</param>
/// <param name="Late">Attempts that began more than ten seconds after they could.</param>
/// <param name="JournalFailures">Records that could not be written, and subscriptions that could not be read.</param>
/// <param name="InFlight">POSTs in flight.</param>
/// <param name="InLine">POSTs that wait for a place.</param>
/// <param name="SummaryLag">How far the node's rows of the summary table may be behind, in seconds.</param>
/// <param name="Faults">What its health checks find wrong, in words.</param>
public sealed record NodeReport(
    long LastSlot,
    IReadOnlyList<long> Accepted,
    IReadOnlyList<long> Delivered,
    IReadOnlyList<long> Failed,
    IReadOnlyList<long> Late,
    IReadOnlyList<long> JournalFailures,
    int InFlight,
    int InLine,
    double SummaryLag,
    IReadOnlyList<string> Faults) : INodeReportMessage;
