using Webhook.Bench.Measuring;

namespace Webhook.Bench.Running;

/// <summary>What the processes of a run cost from here to <see cref="ReadAsync"/>.</summary>
internal sealed class CostMeter
{
    // PostgreSQL's own statistics may be a second old.
    private static readonly TimeSpan StatisticsDelay = TimeSpan.FromSeconds(1.2);

    private readonly BenchCluster _cluster;
    private readonly Dictionary<string, ProcessCost> _before;
    private readonly DatabaseWork? _workBefore;

    private CostMeter(BenchCluster cluster, DatabaseWork? work)
    {
        _cluster = cluster;
        _workBefore = work;
        _before = Costs();
    }

    public static async Task<CostMeter> StartAsync(BenchCluster cluster) => new(cluster, await WorkAsync(cluster));

    /// <summary>Adds to <paramref name="figures"/> what each of <paramref name="events"/> events cost.</summary>
    public async Task ReadAsync(Figures figures, long events)
    {
        await Task.Delay(StatisticsDelay);
        var after = Costs();
        foreach (var (name, cost) in after)
        {
            figures[$"CPU s per 1,000 events, {name}"] = (cost.CpuSeconds - _before[name].CpuSeconds) / events * 1_000;
        }

        // A microsecond for each event is a millisecond for each thousand.
        figures["CPU µs per event without the endpoint"] = after.Keys.Where(n => n != "endpoint").Sum(n => figures[$"CPU s per 1,000 events, {n}"]) * 1_000;
        foreach (var (name, cost) in after)
        {
            figures[$"peak MiB, {name}"] = cost.PeakBytes / 1048576.0;
        }

        if (await WorkAsync(_cluster) is { } work)
        {
            figures["rows written per event"] = (double)(work.Rows - _workBefore!.Rows) / events;
            figures["database bytes kept per event"] = (double)(work.KeptBytes - _workBefore.KeptBytes) / events;
            figures["log bytes written per event"] = (double)(work.LogBytes - _workBefore.LogBytes) / events;
        }
    }

    private static async Task<DatabaseWork?> WorkAsync(BenchCluster cluster) =>
        cluster.Postgres is { } server ? await DatabaseWork.NowAsync(server.ConnectionString) : null;

    private Dictionary<string, ProcessCost> Costs()
    {
        var costs = new Dictionary<string, ProcessCost>(StringComparer.Ordinal)
        {
            ["sender"] = ProcessCost.Of(_cluster.Sender.Id),
            ["endpoint"] = ProcessCost.Of(_cluster.Endpoint.Id),
            ["nodes"] = Sum(_cluster.Nodes.Select(n => ProcessCost.Of(n.ProcessId))),
        };
        if (_cluster.Postgres is { } server)
        {
            costs["database"] = ProcessCost.Of(server.ProcessId);
        }

        return costs;
    }

    private static ProcessCost Sum(IEnumerable<ProcessCost> costs) => costs.Aggregate((a, b) => new(a.CpuSeconds + b.CpuSeconds, a.PeakBytes + b.PeakBytes));
}
