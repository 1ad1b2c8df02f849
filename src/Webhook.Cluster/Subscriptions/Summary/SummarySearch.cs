using LinqToDB;
using LinqToDB.Async;

namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>Looks through the summary table by keyset: a page costs the same at the end of 100,000 rows as at their begin.</summary>
/// <param name="table">The table.</param>
public sealed class SummarySearch(SummaryTable table)
{
    /// <summary>A page of rows by id, in ordinal order: those after an id, or the last before one.</summary>
    /// <param name="filter">Which rows.</param>
    /// <param name="after">Only ids after this one.</param>
    /// <param name="before">Only ids before this one; the page ends right there. Not together with <paramref name="after"/>.</param>
    /// <param name="limit">The most rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<SummaryRow>> PageAsync(
        SummaryFilter filter, string? after, string? before, int limit, CancellationToken cancellationToken = default)
    {
        await using var connection = await table.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var rows = filter.Of(connection.GetTable<SummaryRecord>());
        if (before is not null)
        {
            var backwards = await rows.Where(r => r.Id.CompareTo(before) < 0).OrderByDescending(r => r.Id).Take(limit)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            backwards.Reverse();
            return backwards.ConvertAll(r => r.ToRow());
        }

        if (after is not null)
        {
            rows = rows.Where(r => r.Id.CompareTo(after) > 0);
        }

        var found = await rows.OrderBy(r => r.Id).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        return found.ConvertAll(r => r.ToRow());
    }

    /// <summary>How many rows there are.</summary>
    public async Task<int> CountAsync(SummaryFilter filter, CancellationToken cancellationToken = default)
    {
        await using var connection = await table.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await filter.Of(connection.GetTable<SummaryRecord>()).CountAsync(cancellationToken).ConfigureAwait(false);
    }
}
