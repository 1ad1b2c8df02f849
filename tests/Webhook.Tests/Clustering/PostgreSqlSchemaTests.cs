using LinqToDB.Data;
using Npgsql;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Journal;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Cluster.Hosting.Schema;
using Webhook.Harness.Nodes;
using Webhook.Tests.Packaging;

namespace Webhook.Tests.Clustering;

/// <summary>The tables on PostgreSQL, against a real server.</summary>
[Collection(nameof(Processes))]
public sealed class PostgreSqlSchemaTests(SharedPostgres postgres) : IDisposable
{
    public void Dispose() => NpgsqlConnection.ClearAllPools();

    [Fact]
    public async Task Nodes_that_create_the_tables_at_the_same_time_all_succeed()
    {
        var own = await postgres.NewDatabaseAsync();
        var nodes = Enumerable.Range(0, 8).Select(_ => Open(own)).ToList();
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
        var database = await NewAsync();
        await SchemaCreation.CreateAsync(database, CancellationToken.None);
        await using var backup = database.Connect();
        await using var reading = await backup.BeginTransactionAsync();
        await backup.ExecuteAsync("LOCK TABLE journal, snapshot, tags IN ACCESS SHARE MODE");
        await SchemaCreation.CreateAsync(database, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task New_tables_that_a_start_left_as_the_library_makes_them_are_tuned_by_the_next_and_tables_in_use_are_left_alone()
    {
        var database = await NewAsync();
        await PersistenceTables.CreateMissingAsync(database, _ => Task.FromResult(false), CancellationToken.None);
        await new JournalTable(database).InsertAsync([Row("a", 1)]);
        await SchemaCreation.CreateAsync(database, CancellationToken.None);
        Assert.Contains("journal_uq", await IndexesAsync(database), StringComparison.Ordinal);
        await using (var connection = await database.OpenPostgreSqlAsync())
        {
            await using var command = new NpgsqlCommand("DELETE FROM journal", connection);
            await command.ExecuteNonQueryAsync();
        }

        await SchemaCreation.CreateAsync(database, CancellationToken.None);
        await AssertTunedAsync(database);
    }

    [Fact]
    public async Task Only_one_key_is_indexed_and_what_is_large_is_compressed_the_quick_way()
    {
        var database = await NewAsync();
        await SchemaCreation.CreateAsync(database, CancellationToken.None);
        await AssertTunedAsync(database);
    }

    [Fact]
    public async Task The_manuals_statements_bring_tables_of_an_earlier_version_to_the_same_state()
    {
        var earlier = await NewAsync();
        await PersistenceTables.CreateMissingAsync(earlier, _ => Task.FromResult(false), CancellationToken.None);
        var table = new JournalTable(earlier);
        await table.InsertAsync([Row("a", 1)]);
        var statements = string.Join("", Repository.Read("docs", "operating.md").Split("```sql")[1..].Select(block => block.Split("```")[0]));
        await using (var connection = await earlier.OpenPostgreSqlAsync())
        {
            foreach (var statement in statements.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                await using var command = new NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        await AssertTunedAsync(earlier);
        await Assert.ThrowsAsync<PostgresException>(() => table.InsertAsync([Row("a", 1)]));
    }

    private static Database Open(NodeDatabase own) => Database.Open(new PersistenceOptions { Provider = own.Provider, ConnectionString = own.ConnectionString });

    private async Task<Database> NewAsync() => Open(await postgres.NewDatabaseAsync());

    private static async Task<string> IndexesAsync(Database database)
    {
        await using var connection = await database.OpenPostgreSqlAsync();
        await using var command = new NpgsqlCommand("SELECT string_agg(indexname, ' ') FROM pg_indexes WHERE tablename = 'journal'", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task AssertTunedAsync(Database database)
    {
        await using var connection = await database.OpenPostgreSqlAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT string_agg(indexname, ' ' ORDER BY indexname),
                (SELECT string_agg(format('%s.%s %s', attrelid::regclass, attname, attcompression), ', ' ORDER BY attrelid::regclass::text)
                 FROM pg_attribute WHERE (attrelid, attname) IN (('snapshot'::regclass, 'snapshot'), ('journal'::regclass, 'message'))),
                (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'PK_journal'),
                (SELECT cache_size FROM pg_sequences WHERE format('%I.%I', schemaname, sequencename) = pg_get_serial_sequence('journal', 'ordering')),
                (SELECT string_agg(format('%s.%s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attcollation::regcollation), ', ' ORDER BY attrelid::regclass::text)
                 FROM pg_attribute WHERE (attrelid, attname) IN (('snapshot'::regclass, 'persistence_id'), ('journal'::regclass, 'persistence_id')))
            FROM pg_indexes WHERE tablename IN ('journal', 'snapshot')
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal(
            (
                "PK_journal PK_snapshot",
                "journal.message l, snapshot.snapshot l",
                "PRIMARY KEY (persistence_id, sequence_number)",
                100L,
                """journal.persistence_id text "C", snapshot.persistence_id text "C" """.TrimEnd()),
            (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4)));
    }

    private static RecordRow Row(string id, long number) => new(id, number, 1, [1], "m", 1, "writer");
}
