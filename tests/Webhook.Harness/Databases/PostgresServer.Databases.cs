using Npgsql;
using Webhook.Harness.Nodes;

namespace Webhook.Harness.Databases;

/// <summary>The databases on the server.</summary>
public sealed partial class PostgresServer
{
    /// <summary>Creates a further database, without a table.</summary>
    public async Task<NodeDatabase> NewDatabaseAsync()
    {
        var name = $"{Name}_{Guid.NewGuid():N}";
        await using var connection = await OpenAdministrationAsync();
        await CreateDatabaseAsync(connection, name);
        return NodeDatabase.PostgreSql(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString);
    }

    /// <summary>Writes a backup of the database as it is at this moment, while it is in use.</summary>
    public Task BackUpAsync(string file) => ToolRun.OfAsync(Path.Combine(_binaries, "pg_dump"), "--format=custom", $"--file={file}", $"--dbname={Uri(Name)}");

    /// <summary>Replaces the database by what a backup holds; nobody may be connected.</summary>
    public async Task RestoreAsync(string file)
    {
        string[] tool = [Path.Combine(_binaries, "psql"), $"--dbname={Uri("postgres")}", "--set=ON_ERROR_STOP=1"];
        await ToolRun.OfAsync([.. tool, "--command", $"DROP DATABASE {Name}", "--command", $"CREATE DATABASE {Name}"]);
        await ToolRun.OfAsync(Path.Combine(_binaries, "pg_restore"), "--exit-on-error", $"--dbname={Uri(Name)}", file);
    }

    /// <summary>From now on the database can only be read, or can be written again; sessions under way end, so that it holds for all.</summary>
    public async Task SetReadOnlyAsync(bool readOnly)
    {
        await using var connection = await OpenAdministrationAsync();
        await using var change = new NpgsqlCommand($"ALTER DATABASE {Name} SET default_transaction_read_only = {(readOnly ? "on" : "off")}", connection);
        await change.ExecuteNonQueryAsync();
        await using var end = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = @name", connection);
        end.Parameters.AddWithValue("name", Name);
        await end.ExecuteNonQueryAsync();
    }

    private string Uri(string database) => $"postgresql://{Name}:{_connection.Password}@{_connection.Host}:{_connection.Port}/{database}";

    private async Task<NpgsqlConnection> OpenAdministrationAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task CreateDatabaseAsync(NpgsqlConnection connection, string name)
    {
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
    }
}
