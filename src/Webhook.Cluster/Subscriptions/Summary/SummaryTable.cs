using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;

namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>
/// One row for each subscription, so that lists and gauges need not wake it. Never the truth: a row may lag, and the table
/// can be rebuilt from the journal.
/// </summary>
/// <param name="database">Where the table is.</param>
public sealed class SummaryTable(Database database)
{
    /// <summary>The table's name.</summary>
    public const string Name = "webhook_subscriptions";

    private volatile bool _exists;

    /// <summary>Writes <paramref name="rows"/> in one transaction; a row that is older than the one in the table is left out.</summary>
    public async Task UpsertAsync(IReadOnlyCollection<SummaryRow> rows, CancellationToken cancellationToken = default)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        if (database.Provider == PersistenceOptions.PostgreSql)
        {
            await SummaryUpsert.RunAsync(database, rows, cancellationToken).ConfigureAwait(false);
            return;
        }

        await database.WriteAsync(
            async connection =>
            {
                var now = DateTimeOffset.UtcNow;
                // One order for all nodes, so that two transactions never wait for each other.
                foreach (var row in rows.OrderBy(r => r.Id, StringComparer.Ordinal))
                {
                    await UpsertAsync(connection, SummaryRecord.From(row, now), cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows by id, in ordinal order.</summary>
    /// <param name="phase">Only this phase.</param>
    /// <param name="after">Only ids after this one.</param>
    /// <param name="limit">The most rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<SummaryRow>> ListAsync(
        string? phase, string? after, int limit, CancellationToken cancellationToken = default)
    {
        await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        IQueryable<SummaryRecord> rows = connection.GetTable<SummaryRecord>();
        if (phase is not null)
        {
            rows = rows.Where(r => r.Phase == phase);
        }

        if (after is not null)
        {
            rows = rows.Where(r => r.Id.CompareTo(after) > 0);
        }

        var found = await rows.OrderBy(r => r.Id).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        return found.ConvertAll(r => r.ToRow());
    }

    /// <summary>What the subscriptions of each phase come to; a phase without any is left out.</summary>
    public async Task<IReadOnlyDictionary<string, PhaseCount>> CountByPhaseAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var counts = await connection.GetTable<SummaryRecord>()
            .GroupBy(r => r.Phase)
            .Select(g => new { g.Key, Count = g.Count(), Undelivered = g.Sum(r => (long)r.Undelivered), Parked = g.Sum(r => (long)r.Parked) })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return counts.ToDictionary(c => c.Key, c => new PhaseCount(c.Count, c.Undelivered, c.Parked), StringComparer.Ordinal);
    }

    /// <summary>A connection to a database that has the table.</summary>
    internal async Task<DataConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        return database.Connect();
    }

    private static async Task UpsertAsync(DataConnection connection, SummaryRecord row, CancellationToken cancellationToken)
    {
        var table = connection.GetTable<SummaryRecord>();
        var updated = await table
            .Where(r => r.Id == row.Id
                && (r.Generation < row.Generation || (r.Generation == row.Generation && r.SequenceNumber <= row.SequenceNumber)))
            .Set(r => r.Host, row.Host)
            .Set(r => r.Phase, row.Phase)
            .Set(r => r.Undelivered, row.Undelivered)
            .Set(r => r.Parked, row.Parked)
            .Set(r => r.DueAt, row.DueAt)
            .Set(r => r.Generation, row.Generation)
            .Set(r => r.SequenceNumber, row.SequenceNumber)
            .Set(r => r.UpdatedAt, row.UpdatedAt)
            .UpdateAsync(cancellationToken)
            .ConfigureAwait(false);
        if (updated == 0 && !await table.AnyAsync(r => r.Id == row.Id, cancellationToken).ConfigureAwait(false))
        {
            await connection.InsertAsync(row, token: cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (!_exists)
        {
            await using var connection = database.Connect();
            await connection.ExecuteAsync(SummarySchema.CreateTable(database.Provider), cancellationToken).ConfigureAwait(false);
            _exists = true;
        }
    }
}
