using System.Collections.Concurrent;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Dashboard.Subscriptions;

/// <summary>Goes through all rows of a filter, some at once, and makes one change to each.</summary>
/// <param name="search">Finds the rows.</param>
/// <param name="change">Makes the change to one subscription.</param>
internal sealed class BulkRun(SummarySearch search, Func<string, CancellationToken, Task<object>> change)
{
    /// <summary>More at once would only wait for the database: most have to be woken first.</summary>
    private const int AtOnce = 32;

    private const int PageSize = 500;
    private const int FaultsKept = 5;

    private readonly ConcurrentDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private int _done;
    private int _refused;

    /// <summary>How many were changed.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>How many refused the change.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Why, the most frequent first, with how many said so.</summary>
    public IEnumerable<(string Fault, int Times)> Faults => _faults.OrderByDescending(f => f.Value).Select(f => (f.Key, f.Value)).Take(FaultsKept);

    /// <summary>Runs to the end of the rows, or until it is cancelled; what was changed until then stays so.</summary>
    public async Task RunAsync(SummaryFilter filter, CancellationToken cancellation)
    {
        string? after = null;
        while (await search.PageAsync(filter, after, before: null, PageSize, cancellation) is { Count: > 0 } page)
        {
            await Parallel.ForEachAsync(
                page, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (row, ends) => Count(await change(row.Id, ends)));
            after = page[^1].Id;
        }
    }

    private void Count(object answer)
    {
        if (answer is CommandRejected rejected)
        {
            Interlocked.Increment(ref _refused);
            _faults.AddOrUpdate(rejected.Detail, 1, (_, times) => times + 1);
        }
        else
        {
            Interlocked.Increment(ref _done);
        }
    }
}
