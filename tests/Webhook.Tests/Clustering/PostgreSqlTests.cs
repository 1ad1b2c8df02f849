using LinqToDB.Data;
using Npgsql;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Cluster.Hosting.Schema;
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
    public async Task Nodes_that_create_the_tables_at_the_same_time_all_succeed()
    {
        var nodes = Enumerable.Range(0, 8).Select(_ => Open()).ToList();
        await Task.WhenAll(nodes.Select(database => Task.Run(() => SchemaCreation.CreateAsync(database, CancellationToken.None))));
        await using var connection = nodes[0].Connect();
        Assert.Equal(
            ["journal", "snapshot", "tags", "webhook_members", "webhook_probe", "webhook_subscriptions"],
            (await connection.QueryToListAsync<string>("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")).Order(StringComparer.Ordinal));
        // What keeps a second writer of a subscription out.
        Assert.Equal(
            "PRIMARY KEY (persistence_id, sequence_number)",
            await connection.ExecuteAsync<string>("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'PK_journal'"));
    }

    [Fact]
    public async Task A_start_on_existing_tables_does_not_wait_for_a_backup_that_reads_them()
    {
        var database = Open();
        await SchemaCreation.CreateAsync(database, CancellationToken.None);
        await using var backup = database.Connect();
        await using var reading = await backup.BeginTransactionAsync();
        await backup.ExecuteAsync("LOCK TABLE journal, snapshot, tags IN ACCESS SHARE MODE");
        await SchemaCreation.CreateAsync(database, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
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
