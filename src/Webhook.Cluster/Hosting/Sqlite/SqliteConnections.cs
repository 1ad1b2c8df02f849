using System.Data.Common;
using LinqToDB.Interceptors;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>What every SQLite connection is told when it opens: these settings are the connection's, not the file's.</summary>
internal sealed class SqliteConnections : ConnectionInterceptor
{
    // FULL syncs the log at each commit: accepted is durable through a power failure. The busy timeout has SQLite itself wait
    // for the write lock, in steps of milliseconds; the driver's own wait sleeps 150 ms at a time.
    // Each subscription has pages of the index for itself: they are brought from the log into the file once for many records, rather than
    // with every 4 MiB of log: most of them by SqliteCheckpoints, and what is left when the log has 72 MiB, which is no multiple of what those take.
    private const string Settings = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=18432";

    public override async Task ConnectionOpeningAsync(ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken) =>
        // The driver is synchronous: without leaving the caller's thread here, the journal's stream would stand still during a
        // commit and never gather the next batch.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    public override void ConnectionOpened(ConnectionEventData eventData, DbConnection connection) => Apply(connection);

    public override Task ConnectionOpenedAsync(ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    /// <summary>Tells an opened connection.</summary>
    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }
}
