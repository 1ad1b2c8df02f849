using LinqToDB.Data;
using Npgsql;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Harness.Nodes;

namespace Webhook.Tests.Clustering;

[Collection(nameof(Processes))]
public sealed class PostgreSqlTests(SharedPostgres postgres) : IAsyncLifetime
{
    private NodeDatabase _own = null!;

    public async Task InitializeAsync() => _own = await postgres.NewDatabaseAsync();

    public Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_server_ends_a_transaction_that_a_frozen_node_left_open()
    {
        await using var connection = Open().Connect();
        Assert.Equal("5s", await connection.ExecuteAsync<string>("SHOW idle_in_transaction_session_timeout"));
        Assert.True(TimeSpan.FromSeconds(5) < NetworkSetup.StableAfter);
    }

    [Fact]
    public void What_the_connection_string_leaves_open_is_completed_and_what_it_says_stays()
    {
        var completed = new NpgsqlConnectionStringBuilder(PostgreSqlDefaults.Complete("Host=db"));
        Assert.Equal((20, 15, "webhook", true), (completed.MaxPoolSize, completed.CommandTimeout, completed.ApplicationName, completed.NoResetOnClose));
        var given = new NpgsqlConnectionStringBuilder(PostgreSqlDefaults.Complete(
            "Host=db;Maximum Pool Size=100;Command Timeout=5;Application Name=a;Options=-c geqo=off;No Reset On Close=false"));
        Assert.Equal((100, 5, "a", "-c geqo=off", false), (given.MaxPoolSize, given.CommandTimeout, given.ApplicationName, given.Options, given.NoResetOnClose));
    }

    private Database Open() => Database.Open(new PersistenceOptions { Provider = _own.Provider, ConnectionString = _own.ConnectionString });
}
