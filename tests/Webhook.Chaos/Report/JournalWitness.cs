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
    /// begun. Every life of a persistent actor writes under an id of its own.
    /// </summary>
    public async Task<IReadOnlyCollection<string>> SecondWritersAsync(CancellationToken cancellation) => [.. (await ReadAsync(
        """
        SELECT persistence_id, COUNT(*) FILTER (WHERE before IS DISTINCT FROM writer_uuid)
        FROM (SELECT persistence_id, writer_uuid, LAG(writer_uuid) OVER (PARTITION BY persistence_id ORDER BY sequence_number) AS before FROM journal) records
        GROUP BY persistence_id
        HAVING COUNT(*) FILTER (WHERE before IS DISTINCT FROM writer_uuid) > COUNT(DISTINCT writer_uuid)
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
