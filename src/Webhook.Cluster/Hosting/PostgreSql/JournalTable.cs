using Npgsql;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>The statements on the table <c>journal</c>: each is one round trip and its own transaction.</summary>
internal sealed class JournalTable(Database database)
{
    /// <summary>
    /// The columns that the default table mapping of Akka.Persistence.Sql names. Arrays are unfolded beside each other in the list: one
    /// <c>unnest</c> of all of them after <c>FROM</c> has the server keep all rows in a place of its own first, a tenth of what a row costs.
    /// </summary>
    private const string Insert = """
        INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, deleted)
        SELECT unnest($1::varchar[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::bytea[]), unnest($5::varchar[]), unnest($6::int[]), unnest($7::varchar[]), false
        """;

    /// <summary>Reads the highest sequence number of an actor.</summary>
    private const string Highest = "SELECT MAX(sequence_number) FROM journal WHERE persistence_id = $1";

    /// <summary>What is read of a record, in the order that <see cref="RowOf"/> expects.</summary>
    internal const string Columns = "sequence_number, created, message, manifest, identifier, writer_uuid";

    private const string Replay = $"""
        SELECT {Columns} FROM journal
        WHERE persistence_id = $1 AND sequence_number BETWEEN $2 AND $3 AND NOT deleted ORDER BY sequence_number LIMIT $4
        """;

    /// <summary>Writes all rows or none.</summary>
    /// <exception cref="PostgresException">The server refused; <c>UniqueViolation</c> where a record is there already.</exception>
    /// <exception cref="NpgsqlException">The server did not answer.</exception>
    public async Task InsertAsync(IReadOnlyList<RecordRow> rows)
    {
        await using var connection = await database.OpenPostgreSqlAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Insert, connection);
        Add(rows.Select(r => r.PersistenceId));
        Add(rows.Select(r => r.SequenceNumber));
        Add(rows.Select(r => r.Created));
        Add(rows.Select(r => r.Message));
        Add(rows.Select(r => r.Manifest));
        Add(rows.Select(r => r.Identifier));
        Add(rows.Select(r => r.Writer));
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);

        void Add<T>(IEnumerable<T> values) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. values] });
    }

    /// <summary>The highest sequence number written for <paramref name="persistenceId"/>; 0 for none.</summary>
    public async Task<long> HighestAsync(string persistenceId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenPostgreSqlAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Highest, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long? ?? 0;
    }

    /// <summary>The rows from one sequence number to another, both included, in order.</summary>
    public async IAsyncEnumerable<RecordRow> ReplayAsync(string persistenceId, long from, long to, long limit)
    {
        await using var connection = await database.OpenPostgreSqlAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Replay, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = persistenceId });
        foreach (var number in new[] { from, to, limit })
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            yield return RowOf(persistenceId, reader);
        }
    }

    /// <summary>The row that <paramref name="reader"/> stands at, with <see cref="Columns"/>.</summary>
    internal static RecordRow RowOf(string persistenceId, NpgsqlDataReader reader) => new(
        persistenceId, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), Text(reader, 3), reader.GetInt32(4), Text(reader, 5));

    private static string Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
