using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>
/// The snapshot store of Akka.Persistence.Sql, on its tables, with one prepared statement each for what happens often: a busy subscription
/// stores a snapshot and deletes those before it. The library has a transaction, and a query built anew, for each.
/// </summary>
public abstract class PreparedSnapshots : SqlSnapshotStore
{
    /// <summary>A store of the running system's database.</summary>
    /// <param name="config">The section <c>akka.persistence.snapshot-store.sql</c>.</param>
    protected PreparedSnapshots(Config config)
        : base(config)
    {
        Serialization = Context.System.Serialization;
        Database = DatabaseSetup.Of(Context.System);
    }

    private protected Akka.Serialization.Serialization Serialization { get; }

    private protected Database Database { get; }

    /// <inheritdoc />
    protected sealed override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) =>
        StoreAsync(metadata.PersistenceId, SnapshotRow.Of(metadata, snapshot, Serialization), cancellationToken);

    /// <inheritdoc />
    protected sealed override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        criteria.MaxTimeStamp == DateTime.MaxValue && criteria.MinSequenceNr == 0 && (criteria.MinTimestamp ?? DateTime.MinValue) == DateTime.MinValue
            ? DeleteUpToAsync(persistenceId, criteria.MaxSequenceNr, cancellationToken)
            : base.DeleteAsync(persistenceId, criteria, cancellationToken);

    /// <summary>Stores a snapshot, in the place of one of the same number.</summary>
    private protected abstract Task StoreAsync(string persistenceId, SnapshotRow row, CancellationToken cancellationToken);

    /// <summary>Deletes an actor's snapshots up to <paramref name="sequenceNumber"/>.</summary>
    private protected abstract Task DeleteUpToAsync(string persistenceId, long sequenceNumber, CancellationToken cancellationToken);
}
