namespace Webhook.Chaos.Report;

/// <summary>What a scenario promises beyond what holds always; null where it promises nothing.</summary>
/// <param name="KillMedian">Median time from a kill until all subscriptions of the node deliver again.</param>
/// <param name="KillWorst">The same, worst.</param>
/// <param name="TerminateWorst">Worst time from SIGTERM until all subscriptions of the node deliver again.</param>
/// <param name="DatabaseWorst">Worst time from the database's return until the cluster is whole and all deliver.</param>
/// <param name="Duplicates">The most duplicates.</param>
/// <param name="PastSnapshots">The least number of the node's subscriptions that others write a snapshot of during each fault: without, the run proves nothing.</param>
internal sealed record Bars(TimeSpan? KillMedian, TimeSpan? KillWorst, TimeSpan? TerminateWorst, TimeSpan? DatabaseWorst, int? Duplicates, int? PastSnapshots)
{
    public static Bars None { get; } = new(null, null, null, null, null, null);
}
