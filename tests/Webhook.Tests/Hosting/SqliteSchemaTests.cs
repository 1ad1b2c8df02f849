using LinqToDB.Data;
using Webhook.Cluster.Hosting.Schema;

namespace Webhook.Tests.Hosting;

public sealed class SqliteSchemaTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_the_keys_are_indexed_also_where_an_earlier_version_made_the_tables()
    {
        var database = _folder.OpenDatabase();
        await SchemaCreation.CreateAsync(database, CancellationToken.None);
        await using var connection = database.Connect();
        await connection.ExecuteAsync("""
            CREATE INDEX journal_created_idx ON journal (created); CREATE INDEX journal_sequence_number_idx ON journal (sequence_number);
            CREATE INDEX snapshot_created_idx ON snapshot (created); CREATE INDEX snapshot_sequence_number_idx ON snapshot (sequence_number)
            """);

        await SchemaCreation.CreateAsync(database, CancellationToken.None);

        Assert.Equal(
            ["journal_uq", "sqlite_autoindex_snapshot_1"],
            await connection.QueryToListAsync<string>("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('journal', 'snapshot') ORDER BY name"));
    }

    [Fact]
    public async Task What_is_stored_stays_when_a_node_starts_again()
    {
        await using (var first = await TestNode.StartAsync(_folder.Path))
        {
            Assert.Equal(3, await first.AddAsync("a", 3));
        }

        await using var second = await TestNode.StartAsync(_folder.Path);
        Assert.Equal(4, await second.AddAsync("a", 1));
    }
}
