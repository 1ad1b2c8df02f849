using Npgsql;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>What stood in the database when an actor's recovery began.</summary>
/// <param name="Snapshot">The latest snapshot; null for none.</param>
/// <param name="Rows">The first records after the snapshot, in order; none where they do not follow it at once.</param>
/// <param name="Highest">The highest sequence number written; 0 for none.</param>
internal sealed record ReadAhead(SnapshotRow? Snapshot, IReadOnlyList<RecordRow> Rows, long Highest)
{
    /// <summary>As many records as the library asks for at once, its <c>replay-batch-size</c>; the rest is asked for when they are taken.</summary>
    public const int RowsAtMost = 100;

    private const string LatestSnapshot = """
        SELECT sequence_number, created, snapshot, manifest, serializer_id FROM snapshot
        WHERE persistence_id = $1 ORDER BY sequence_number DESC LIMIT 1
        """;

    /// <summary>One more than are handed on: the record that the snapshot includes last tells the highest number where none came after it.</summary>
    private const int Limit = RowsAtMost + 1;

    private static readonly string FirstRows = $"""
        SELECT {JournalTable.Columns}, deleted FROM journal
        WHERE persistence_id = $1
        AND sequence_number >= COALESCE((SELECT MAX(sequence_number) FROM snapshot WHERE persistence_id = $1), 0)
        ORDER BY sequence_number LIMIT {Limit}
        """;

    /// <summary>All that a recovery begins with, in one round trip; a second one where there are more records, or none beside the snapshot.</summary>
    /// <exception cref="NpgsqlException">The server refused or did not answer.</exception>
    public static async Task<ReadAhead> ReadAsync(Database database, string persistenceId, CancellationToken cancellationToken)
    {
        var (snapshot, found) = await FirstAsync(database, persistenceId, cancellationToken).ConfigureAwait(false);
        var highest = found switch
        {
            [] when snapshot is null => 0,
            [.., var (last, _)] when found.Count < Limit => last.SequenceNumber,
            _ => await new JournalTable(database).HighestAsync(persistenceId, cancellationToken).ConfigureAwait(false),
        };
        var rows = found.Where(f => !f.IsDeleted && f.Row.SequenceNumber > (snapshot?.SequenceNumber ?? 0)).Select(f => f.Row).Take(RowsAtMost).ToList();
        // The statements see one state each: where a newer snapshot was stored between them, the rows are not those behind this one.
        var areNext = rows is [var first, ..] && first.SequenceNumber == (snapshot?.SequenceNumber ?? 0) + 1;
        return new ReadAhead(snapshot, areNext ? rows : [], highest);
    }

    private static async Task<(SnapshotRow? Snapshot, IReadOnlyList<(RecordRow Row, bool IsDeleted)> Rows)> FirstAsync(
        Database database, string persistenceId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenPostgreSqlAsync(cancellationToken).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in new[] { LatestSnapshot, FirstRows })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement) { Parameters = { new NpgsqlParameter<string> { TypedValue = persistenceId } } });
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? SnapshotOf(reader) : null;
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<(RecordRow Row, bool IsDeleted)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add((JournalTable.RowOf(persistenceId, reader), reader.GetBoolean(6)));
        }

        return (snapshot, rows);
    }

    private static SnapshotRow SnapshotOf(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.IsDBNull(3) ? "" : reader.GetString(3), reader.GetInt32(4));
}
