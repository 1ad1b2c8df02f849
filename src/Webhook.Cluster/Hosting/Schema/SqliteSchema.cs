using LinqToDB.Data;

namespace Webhook.Cluster.Hosting.Schema;

/// <summary>The tables of journal and snapshot store in an SQLite file.</summary>
internal static class SqliteSchema
{
    /// <summary>Creates the tables that are missing, and drops what an earlier version's file has too much.</summary>
    /// <exception cref="System.Data.Common.DbException">The file cannot be written.</exception>
    public static async Task CreateAsync(Database database, CancellationToken cancellationToken)
    {
        await using var connection = database.Connect();
        await PersistenceTables.CreateMissingAsync(database, ExistsAsync, cancellationToken).ConfigureAwait(false);
        var drops = PersistenceTables.UnusedIndexes.Select(index => $"DROP INDEX IF EXISTS {index}");
        await connection.ExecuteAsync(string.Join("; ", drops), cancellationToken).ConfigureAwait(false);

        async Task<bool> ExistsAsync(string table) =>
            await connection.ExecuteAsync<long>($"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'", cancellationToken).ConfigureAwait(false) > 0;
    }
}
