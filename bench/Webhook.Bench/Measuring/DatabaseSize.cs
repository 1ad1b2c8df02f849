using Npgsql;

namespace Webhook.Bench.Measuring;

/// <summary>How much PostgreSQL keeps.</summary>
internal static class DatabaseSize
{
    private const string Snapshot = """
        SELECT COALESCE(max(sequence_number), 0), COALESCE((array_agg(octet_length(snapshot) ORDER BY sequence_number DESC))[1], 0)::bigint
        FROM snapshot WHERE persistence_id = 'subscription-' || $1
        """;

    /// <summary>Bytes on disk, indexes included.</summary>
    public static async Task<long> BytesAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Of a subscription's latest snapshot its sequence number, and its bytes before PostgreSQL compresses them; 0 when it has none.</summary>
    public static async Task<(long Sequence, long Bytes)> SnapshotAsync(string connectionString, string subscription, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Snapshot, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subscription });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
