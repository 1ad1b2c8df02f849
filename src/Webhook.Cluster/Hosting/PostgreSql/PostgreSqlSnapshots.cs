using Akka.Configuration;
using Akka.Persistence;
using Npgsql;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>The snapshot store, whose latest snapshot a recovery reads together with the records behind it.</summary>
public sealed class PostgreSqlSnapshots : PreparedSnapshots
{
    private const string Store = """
        INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (persistence_id, sequence_number) DO UPDATE
        SET created = EXCLUDED.created, snapshot = EXCLUDED.snapshot, manifest = EXCLUDED.manifest, serializer_id = EXCLUDED.serializer_id
        """;

    private const string DeleteUpTo = "DELETE FROM snapshot WHERE persistence_id = $1 AND sequence_number <= $2";

    /// <summary>
    /// How many are stored or deleted at a time. Subscriptions that are busy alike come to their snapshots together: each on a connection of its own
    /// they would take all that the server has, and the journal's write that finds none left ends the actors that wait for it.
    /// </summary>
    internal const int AtOnce = 4;

    /// <summary>The process's: it is one node.</summary>
    private static readonly ConnectionShare Stores = new(AtOnce);

    private readonly Recoveries _recoveries;

    /// <summary>Akka makes it from the section <c>akka.persistence.snapshot-store.sql</c>.</summary>
    public PostgreSqlSnapshots(Config config)
        : base(config) => _recoveries = Recoveries.Of(Context.System);

    /// <inheritdoc />
    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        criteria.MaxSequenceNr == long.MaxValue && criteria.MaxTimeStamp == DateTime.MaxValue ? LatestAsync(persistenceId, cancellationToken) : base.LoadAsync(persistenceId, criteria, cancellationToken);

    private protected override Task StoreAsync(string persistenceId, SnapshotRow row, CancellationToken cancellationToken) => ExecuteAsync(
        Store,
        cancellationToken,
        Value(persistenceId), Value(row.SequenceNumber), Value(row.Created), Value(row.Snapshot), Value(row.Manifest), Value(row.Identifier));

    private protected override Task DeleteUpToAsync(string persistenceId, long sequenceNumber, CancellationToken cancellationToken) =>
        ExecuteAsync(DeleteUpTo, cancellationToken, Value(persistenceId), Value(sequenceNumber));

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private async Task ExecuteAsync(string statement, CancellationToken cancellationToken, params NpgsqlParameter[] values)
    {
        using var taken = await Stores.TakeAsync(cancellationToken).ConfigureAwait(false);
        await using var connection = await Database.OpenPostgreSqlAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddRange(values);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<SelectedSnapshot?> LatestAsync(string persistenceId, CancellationToken cancellationToken) =>
        await _recoveries.BeginAsync(persistenceId, cancellationToken).ConfigureAwait(false) is { } row
            ? new SelectedSnapshot(
                new SnapshotMetadata(persistenceId, row.SequenceNumber, new DateTime(row.Created, DateTimeKind.Utc)),
                Serialization.Deserialize(row.Snapshot, row.Identifier, row.Manifest))
            : null;
}
