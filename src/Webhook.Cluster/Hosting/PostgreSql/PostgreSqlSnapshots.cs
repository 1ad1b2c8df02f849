using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Snapshot;
using Npgsql;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>The snapshot store of Akka.Persistence.Sql, with one statement for what every recovery asks: the latest snapshot.</summary>
public sealed class PostgreSqlSnapshots : SqlSnapshotStore
{
    private const string Latest = """
        SELECT sequence_number, created, snapshot, manifest, serializer_id FROM snapshot
        WHERE persistence_id = $1 ORDER BY sequence_number DESC LIMIT 1
        """;

    private readonly Akka.Serialization.Serialization _serialization;
    private readonly Database _database;

    /// <summary>Akka makes it from the section <c>akka.persistence.snapshot-store.sql</c>.</summary>
    public PostgreSqlSnapshots(Config config)
        : base(config)
    {
        _serialization = Context.System.Serialization;
        _database = DatabaseSetup.Of(Context.System);
    }

    /// <inheritdoc />
    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        criteria.MaxSequenceNr == long.MaxValue && criteria.MaxTimeStamp == DateTime.MaxValue ? LatestAsync(persistenceId, cancellationToken) : base.LoadAsync(persistenceId, criteria, cancellationToken);

    private async Task<SelectedSnapshot?> LatestAsync(string persistenceId, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenPostgreSqlAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Latest, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var metadata = new SnapshotMetadata(persistenceId, reader.GetInt64(0), new DateTime(reader.GetInt64(1), DateTimeKind.Utc));
        var manifest = reader.IsDBNull(3) ? "" : reader.GetString(3);
        return new SelectedSnapshot(metadata, _serialization.Deserialize(reader.GetFieldValue<byte[]>(2), reader.GetInt32(4), manifest));
    }
}
