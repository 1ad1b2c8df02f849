using Webhook.Cluster.Api.Cluster;
using Webhook.Cluster.Subscriptions.Summary;
using Webhook.Cluster.Telemetry.Reports;

namespace Webhook.Cluster.Dashboard.Overview;

/// <summary>
/// Looks at the whole cluster, once for all pages that are open here: however many watch, each part is asked at most once at a
/// time, and not at all while nobody does. A part that hangs leaves the others fresh.
/// </summary>
internal sealed class Pulse(ClusterInspector cluster, ClusterReports reports, SummaryTable table, SummaryWarnings warnings, TimeProvider clock)
{
    /// <summary>How long a look is good.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(800);

    /// <summary>How long a look waits for the database.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly Lock _gate = new();
    private Task<PulseView>? _look;
    private Task<TableView>? _table;
    private long _lookedAt;

    /// <summary>The cluster now, or as it was less than a second ago.</summary>
    public Task<PulseView> LookAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_look is null or { IsCompletedSuccessfully: false, IsCompleted: true } || (_look.IsCompleted && clock.GetElapsedTime(_lookedAt) >= Fresh))
            {
                _lookedAt = clock.GetTimestamp();
                _look = Task.Run(LookAsync, CancellationToken.None);
            }

            return _look.WaitAsync(cancellation);
        }
    }

    private async Task<PulseView> LookAsync()
    {
        if (_table is null or { IsCompleted: true })
        {
            _table = ReadTableAsync();
        }

        var view = await cluster.LookAsync(withRegions: false, CancellationToken.None);
        var answers = await reports.AskAsync(view, CancellationToken.None);
        return new PulseView(view, answers, await InTimeAsync(_table));
    }

    private async Task<TableView> ReadTableAsync()
    {
        var phases = await table.CountByPhaseAsync();
        var (nearlyFull, overdue) = await warnings.CountAsync(clock.GetUtcNow());
        return new TableView(phases, nearlyFull, warnings.NearlyFullFrom, overdue);
    }

    private static async Task<TableView?> InTimeAsync(Task<TableView> read)
    {
        try
        {
            return await read.WaitAsync(Patience);
        }
        catch (Exception)
        {
            // Why is in the log of the health check, which reads and writes there too.
            return null;
        }
    }
}
