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

    private const string LatestSnapshots = """
        SELECT asked, s.* FROM unnest($1::varchar[]) asked CROSS JOIN LATERAL (
            SELECT sequence_number, created, snapshot, manifest, serializer_id FROM snapshot
            WHERE persistence_id = asked ORDER BY sequence_number DESC LIMIT 1) s
        """;

    /// <summary>One more than are handed on: the record that the snapshot includes last tells the highest number where none came after it.</summary>
    private const int Limit = RowsAtMost + 1;

    private static readonly string FirstRows = $"""
        SELECT asked, j.* FROM unnest($1::varchar[]) asked CROSS JOIN LATERAL (
            SELECT {JournalTable.Columns}, deleted FROM journal
            WHERE persistence_id = asked
            AND sequence_number >= COALESCE((SELECT MAX(sequence_number) FROM snapshot WHERE persistence_id = asked), 0)
            ORDER BY sequence_number LIMIT {Limit}) j
        """;

    /// <summary>All that the recoveries of some actors begin with, in one round trip; a second one where some have more records, or none beside their snapshot.</summary>
    /// <param name="database">The database.</param>
    /// <param name="persistenceIds">Whose, each once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One for each id, in their order.</returns>
    /// <exception cref="NpgsqlException">The server refused or did not answer.</exception>
    public static async Task<IReadOnlyList<ReadAhead>> ReadAsync(Database database, IReadOnlyList<string> persistenceIds, CancellationToken cancellationToken)
    {
        var found = await FirstAsync(database, persistenceIds, cancellationToken).ConfigureAwait(false);
        string[] longer = [.. persistenceIds.Where(id => found[id].Highest is null)];
        var highest = longer.Length == 0 ? [] : await new JournalTable(database).HighestAsync(longer, cancellationToken).ConfigureAwait(false);
        return [.. persistenceIds.Select(id => found[id].ToReadAhead(highest.GetValueOrDefault(id)))];
    }

    private static async Task<Dictionary<string, Found>> FirstAsync(Database database, IReadOnlyList<string> persistenceIds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenPostgreSqlAsync(cancellationToken).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in new[] { LatestSnapshots, FirstRows })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement) { Parameters = { IdArray.Of(persistenceIds) } });
        }

        var found = persistenceIds.ToDictionary(id => id, _ => new Found(), StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found[reader.GetString(0)].Snapshot = SnapshotOf(reader);
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var id = reader.GetString(0);
            found[id].Rows.Add((JournalTable.RowOf(id, reader, first: 1), reader.GetBoolean(7)));
        }

        return found;
    }

    private static SnapshotRow SnapshotOf(NpgsqlDataReader reader) => new(
        reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), reader.IsDBNull(4) ? "" : reader.GetString(4), reader.GetInt32(5));

    /// <summary>What the statements said of one actor.</summary>
    private sealed class Found
    {
        public SnapshotRow? Snapshot { get; set; }

        public List<(RecordRow Row, bool IsDeleted)> Rows { get; } = [];

        /// <summary>The highest sequence number; null where these rows do not tell.</summary>
        public long? Highest => Rows switch
        {
            [] when Snapshot is null => 0,
            [_, ..] when Rows.Count < Limit => Rows.Max(r => r.Row.SequenceNumber),
            _ => null,
        };

        public ReadAhead ToReadAhead(long highest)
        {
            var after = Snapshot?.SequenceNumber ?? 0;
            var rows = Rows.Where(r => !r.IsDeleted && r.Row.SequenceNumber > after).Select(r => r.Row).OrderBy(r => r.SequenceNumber).Take(RowsAtMost).ToList();
            // The statements see one state each: where a newer snapshot was stored between them, the rows are not those behind this one.
            var areNext = rows is [var first, ..] && first.SequenceNumber == after + 1;
            return new ReadAhead(Snapshot, areNext ? rows : [], Highest ?? highest);
        }
    }
}
