using LinqToDB.Data;

namespace Webhook.Cluster.Hosting.Schema;

/// <summary>The tables of journal and snapshot store in an SQLite file.</summary>
internal static class SqliteSchema
{
    /// <summary>What keeps a second writer out: said each time, since the file may have been left between the table and it.</summary>
    private const string Key = "CREATE UNIQUE INDEX IF NOT EXISTS journal_uq ON journal (persistence_id, sequence_number)";

    /// <summary>Creates what is missing, and drops what an earlier version's file has too much.</summary>
    /// <exception cref="System.Data.Common.DbException">The file cannot be written.</exception>
    public static async Task CreateAsync(Database database, CancellationToken cancellationToken)
    {
        await using var connection = database.Connect();
        await PersistenceTables.CreateMissingAsync(database, ExistsAsync, cancellationToken).ConfigureAwait(false);
        var drops = PersistenceTables.UnusedIndexes.Select(index => $"DROP INDEX IF EXISTS {index}");
        await connection.ExecuteAsync(string.Join("; ", drops.Prepend(Key)), cancellationToken).ConfigureAwait(false);

        async Task<bool> ExistsAsync(string table) =>
            await connection.ExecuteAsync<long>($"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'", cancellationToken).ConfigureAwait(false) > 0;
    }
}
