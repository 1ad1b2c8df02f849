using Npgsql;
using Webhook.Harness.Databases;

namespace Webhook.Tests.Harness;

[Collection(nameof(Processes))]
public sealed class PostgresServerTests
{
    [Fact]
    public async Task What_was_committed_is_there_after_a_crash_and_after_a_restart()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await ExecuteAsync(server, "CREATE TABLE kept (n int)");
        await ExecuteAsync(server, "INSERT INTO kept VALUES (1)");
        await server.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(server, "SELECT 1"));
        await server.StartAsync();
        await ExecuteAsync(server, "INSERT INTO kept VALUES (2)");
        await server.RestartAsync(TimeSpan.Zero);
        Assert.Equal(2L, await ExecuteAsync(server, "SELECT count(*) FROM kept"));
        Assert.Equal("on", await ExecuteAsync(server, "SHOW fsync"));
    }

    private static async Task<object?> ExecuteAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
