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

    /// <summary>Reads the highest sequence number of some actors.</summary>
    private const string Highest = "SELECT asked, (SELECT MAX(sequence_number) FROM journal WHERE persistence_id = asked) FROM unnest($1::varchar[]) asked WHERE asked IS NOT NULL";

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

    /// <summary>The highest sequence number written for each of <paramref name="persistenceIds"/>; 0 for none.</summary>
    public async Task<Dictionary<string, long>> HighestAsync(string[] persistenceIds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenPostgreSqlAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Highest, connection);
        command.Parameters.Add(IdArray.Of(persistenceIds));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var highest = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            highest[reader.GetString(0)] = reader.IsDBNull(1) ? 0 : reader.GetInt64(1);
        }

        return highest;
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

    /// <summary>The row that <paramref name="reader"/> stands at, with <see cref="Columns"/> from column <paramref name="first"/> on.</summary>
    internal static RecordRow RowOf(string persistenceId, NpgsqlDataReader reader, int first = 0) => new(
        persistenceId,
        reader.GetInt64(first),
        reader.GetInt64(first + 1),
        reader.GetFieldValue<byte[]>(first + 2),
        Text(reader, first + 3),
        reader.GetInt32(first + 4),
        Text(reader, first + 5));

    private static string Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
