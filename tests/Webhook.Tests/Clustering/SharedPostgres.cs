using Npgsql;
using Webhook.Harness.Databases;
using Webhook.Harness.Nodes;

namespace Webhook.Tests.Clustering;

/// <summary>One PostgreSQL server, started when the first test asks; each test gets a database of its own, without a table.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private PostgresServer? _server;

    public async Task<NodeDatabase> NewDatabaseAsync()
    {
        _server ??= await PostgresServer.StartNewAsync();
        return await _server.NewDatabaseAsync();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
