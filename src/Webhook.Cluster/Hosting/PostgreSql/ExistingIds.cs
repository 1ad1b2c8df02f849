using Npgsql;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>Which persistence ids have a record: one prepared statement, however many are asked for.</summary>
internal static class ExistingIds
{
    /// <summary>A busy subscription has thousands of records: each look-up ends at the first, and none ever becomes a scan.</summary>
    private const string Statement = """
        SELECT asked FROM unnest($1::varchar[]) asked
        WHERE (SELECT 1 FROM journal WHERE persistence_id = asked LIMIT 1) = 1
        """;

    /// <summary>Those of <paramref name="ids"/> that exist.</summary>
    /// <exception cref="NpgsqlException">The server did not answer.</exception>
    public static async Task<HashSet<string>> OfAsync(Database database, string[] ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenPostgreSqlAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(Statement, connection);
        command.Parameters.Add(IdArray.Of(ids));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var existing = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            existing.Add(reader.GetString(0));
        }

        return existing;
    }
}
