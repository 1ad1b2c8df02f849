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
    public async Task A_key_that_a_killed_start_did_not_come_to_is_made_by_the_next()
    {
        var database = _folder.OpenDatabase();
        await SchemaCreation.CreateAsync(database, CancellationToken.None);
        await using var connection = database.Connect();
        await connection.ExecuteAsync("DROP INDEX journal_uq");

        await SchemaCreation.CreateAsync(database, CancellationToken.None);

        Assert.Equal(
            "CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number)",
            await connection.ExecuteAsync<string>("SELECT sql FROM sqlite_master WHERE name = 'journal_uq'"));
    }

    /// <summary>Up to 3.51.2 a checkpoint beside a writer could spoil the file.</summary>
    [Fact]
    public async Task The_librarys_SQLite_allows_a_checkpoint_beside_a_writer()
    {
        await using var connection = _folder.OpenDatabase().Connect();
        Assert.True(Version.Parse(await connection.ExecuteAsync<string>("SELECT sqlite_version()")) > new Version(3, 51, 2));
    }
}
