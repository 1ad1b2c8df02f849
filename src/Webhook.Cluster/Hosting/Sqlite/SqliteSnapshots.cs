using Akka.Configuration;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>The snapshot store, on the journal's connection.</summary>
public sealed class SqliteSnapshots : PreparedSnapshots
{
    private readonly SqliteWrites _writes;

    /// <summary>Akka makes it from the section <c>akka.persistence.snapshot-store.sql</c>.</summary>
    public SqliteSnapshots(Config config)
        : base(config) => _writes = Database.SqliteWrites;

    private protected override Task StoreAsync(string persistenceId, SnapshotRow row, CancellationToken cancellationToken) =>
        _writes.RunAsync(writer => writer.Store(persistenceId, row), cancellationToken);

    private protected override Task DeleteUpToAsync(string persistenceId, long sequenceNumber, CancellationToken cancellationToken) =>
        _writes.RunAsync(writer => writer.DeleteUpTo(persistenceId, sequenceNumber), cancellationToken);
}
