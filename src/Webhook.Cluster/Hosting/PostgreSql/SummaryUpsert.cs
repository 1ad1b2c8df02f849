using Npgsql;
using NpgsqlTypes;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>Writes rows of the summary table in one statement; a row that is older than the one in the table is left out.</summary>
internal static class SummaryUpsert
{
    private const string Statement = $"""
        INSERT INTO {SummaryTable.Name} AS t (id, host, phase, undelivered, parked, due_at, generation, sequence_number, updated_at)
        SELECT *, now() FROM unnest($1::varchar[], $2::text[], $3::text[], $4::int[], $5::int[], $6::timestamptz[], $7::int[], $8::bigint[])
        ON CONFLICT (id) DO UPDATE SET
          host = excluded.host, phase = excluded.phase, undelivered = excluded.undelivered, parked = excluded.parked, due_at = excluded.due_at,
          generation = excluded.generation, sequence_number = excluded.sequence_number, updated_at = excluded.updated_at
        WHERE (t.generation, t.sequence_number) <= (excluded.generation, excluded.sequence_number)
        """;

    /// <summary>Writes the rows, of which no two may have one id.</summary>
    public static async Task RunAsync(Database database, IReadOnlyCollection<SummaryRow> rows, CancellationToken cancellationToken)
    {
        // One order for all nodes, so that two statements never wait for each other.
        var ordered = rows.OrderBy(r => r.Id, StringComparer.Ordinal).ToList();
        await using var connection = await database.OpenPostgreSqlAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Statement, connection);
        Add(r => r.Id);
        Add(r => r.Host);
        Add(r => r.Phase);
        Add(r => r.Undelivered);
        Add(r => r.Parked);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Value = ordered.ConvertAll(r => r.DueAt?.ToUniversalTime()).ToArray() });
        Add(r => r.Generation);
        Add(r => r.SequenceNumber);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        void Add<T>(Func<SummaryRow, T> column) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. ordered.Select(column)] });
    }
}
