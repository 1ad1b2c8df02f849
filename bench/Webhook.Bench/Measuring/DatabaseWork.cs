using Npgsql;

namespace Webhook.Bench.Measuring;

/// <summary>What PostgreSQL itself says that it wrote so far.</summary>
/// <param name="Rows">Rows inserted, updated and deleted in all tables.</param>
/// <param name="LogBytes">Bytes of its write-ahead log.</param>
/// <param name="KeptBytes">Bytes of the database on disk, indexes included.</param>
internal sealed record DatabaseWork(long Rows, long LogBytes, long KeptBytes)
{
    private const string Query = """
        SELECT (SELECT COALESCE(SUM(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables), (pg_current_wal_lsn() - '0/0')::bigint, pg_database_size(current_database())
        """;

    public static async Task<DatabaseWork> NowAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new DatabaseWork(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }
}
