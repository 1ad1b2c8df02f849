using Npgsql;

namespace Webhook.Bench.Running;

/// <summary>
/// Registers very many subscriptions at once: one is created through the node, and PostgreSQL copies its rows under the other
/// ids. What a node finds afterwards is what as many calls would have left.
/// </summary>
internal static class JournalSeed
{
    private const string Copy = """
        INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, deleted)
        SELECT 'subscription-customer-' || n, sequence_number, created, message, manifest, identifier, writer_uuid, deleted
        FROM journal, generate_series($1::bigint, $2::bigint) n WHERE persistence_id = 'subscription-customer-0';
        """;

    private const string CopySummary = """
        INSERT INTO webhook_subscriptions SELECT (jsonb_populate_record(s, jsonb_build_object('id', 'customer-' || n))).*
        FROM webhook_subscriptions s, generate_series($1::bigint, $2::bigint) n WHERE s.id = 'customer-0'
        """;

    /// <summary>Registers subscriptions 0 to <paramref name="count"/> - 1.</summary>
    /// <exception cref="InvalidOperationException">The database is not PostgreSQL.</exception>
    public static async Task RegisterAsync(BenchCluster cluster, long count, string path, CancellationToken cancellation)
    {
        if (cluster.Postgres is not { } server)
        {
            throw new InvalidOperationException("This scenario needs --database PostgreSql.");
        }

        await cluster.SubscribeAsync(0, 1, path, 1, cancellation);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellation);
        await Harness.Waiting.Patience.UntilAsync(
            async () => await ScalarAsync(connection, "SELECT count(*) FROM webhook_subscriptions", cancellation) == 1, () => "the first subscription is listed", TimeSpan.FromSeconds(30), cancellation);
        foreach (var statement in new[] { Copy, CopySummary })
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = count - 1 });
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await ScalarAsync(connection, "ANALYZE", cancellation);
    }

    private static async Task<long?> ScalarAsync(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 600 };
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }
}
