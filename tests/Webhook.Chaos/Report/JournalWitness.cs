using Npgsql;

namespace Webhook.Chaos.Report;

/// <summary>What the database itself says of a run.</summary>
internal sealed class JournalWitness(string connectionString)
{
    /// <summary>The sequence number of each persistence id's latest snapshot.</summary>
    public Task<IReadOnlyDictionary<string, long>> SnapshotsAsync(CancellationToken cancellation) => ReadAsync(
        "SELECT persistence_id, MAX(sequence_number) FROM snapshot GROUP BY persistence_id", cancellation);

    /// <summary>
    /// The persistence ids whose records do not come from one writer after the other: a writer came back after the next had
    /// begun. Every life of a persistent actor writes under an id of its own. With each come the writers around the first such place.
    /// </summary>
    public async Task<IReadOnlyCollection<string>> SecondWritersAsync(CancellationToken cancellation) => [.. (await ReadAsync(
        """
        WITH changes AS (
          SELECT persistence_id, sequence_number, writer_uuid, created
          FROM (SELECT *, LAG(writer_uuid) OVER (PARTITION BY persistence_id ORDER BY sequence_number) AS before FROM journal) records
          WHERE before IS DISTINCT FROM writer_uuid),
        again AS (
          SELECT persistence_id, MIN(sequence_number) AS place
          FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY persistence_id, writer_uuid ORDER BY sequence_number) AS nth FROM changes) numbered
          WHERE nth > 1 GROUP BY persistence_id)
        SELECT a.persistence_id || ' (' || string_agg(c.sequence_number || ' by ' || left(c.writer_uuid, 4) || ' at ' ||
          to_char(to_timestamp((c.created - 621355968000000000) / 1e7) AT TIME ZONE 'UTC', 'HH24:MI:SS.MS'), ', ' ORDER BY c.sequence_number) || ')', MIN(a.place)
        FROM again a JOIN changes c ON c.persistence_id = a.persistence_id AND c.sequence_number BETWEEN a.place - 40 AND a.place + 40
        GROUP BY a.persistence_id
        """,
        cancellation)).Keys];

    private async Task<IReadOnlyDictionary<string, long>> ReadAsync(string query, CancellationToken cancellation)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        // A pooled connection would be one to a server that was stopped meanwhile.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(query, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found[rows.GetString(0)] = rows.GetInt64(1);
        }

        return found;
    }
}
