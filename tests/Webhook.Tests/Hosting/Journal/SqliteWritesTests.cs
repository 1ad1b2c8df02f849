using Microsoft.Data.Sqlite;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Journal;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.Sqlite;

namespace Webhook.Tests.Hosting.Journal;

/// <summary>The one writer to an SQLite file.</summary>
public sealed class SqliteWritesTests : IDisposable
{
    private const string Table = "CREATE TABLE snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id, PRIMARY KEY (persistence_id, sequence_number))";

    private readonly TempFolder _folder = new();
    private readonly Database _database;
    private readonly SqliteWrites _writes;

    public SqliteWritesTests()
    {
        _database = Database.Open(new PersistenceOptions { ConnectionString = $"Data Source={File}" });
        Execute(Table);
        _writes = new SqliteWrites(_database, idle: TimeSpan.FromMilliseconds(50));
    }

    private string File => Path.Combine(_folder.Path, "webhook.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_asked_for_at_once_is_written_in_that_order()
    {
        await Task.WhenAll(Enumerable.Range(1, 99).Select(i => i % 10 == 0
            ? _writes.RunAsync(writer => writer.DeleteUpTo("a", i - 1), harms: _ => true)
            : StoreAsync(i)));
        Assert.Equal(["91", "92", "93", "94", "95", "96", "97", "98", "99"], Numbers());
    }

    [Fact]
    public async Task While_nothing_is_written_no_connection_is_open_and_the_next_write_opens_one()
    {
        for (var i = 1; i <= 3; i++)
        {
            await StoreAsync(i);
            await Eventually.TrueAsync(() => !OpenFiles().Contains(File), "the file is closed");
        }

        Assert.Equal(["1", "2", "3"], Numbers());
    }

    [Fact]
    public async Task After_a_write_that_failed_the_next_one_has_a_connection_of_its_own()
    {
        await StoreAsync(1);
        Execute("ALTER TABLE snapshot RENAME TO elsewhere");
        await Assert.ThrowsAsync<SqliteException>(() => StoreAsync(2));
        Execute(Table);
        await StoreAsync(3);
        Assert.Equal(["3"], Numbers());
    }

    [Fact]
    public async Task What_waits_when_it_is_closed_is_written_before_and_what_comes_after_all_the_same()
    {
        var before = StoreAsync(1);
        var closed = _writes.CloseAsync();
        var after = StoreAsync(2);
        await Task.WhenAll(before, closed, after);
        Assert.Equal(["1", "2"], Numbers());
    }

    private static IEnumerable<string> OpenFiles() =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "");

    private Task StoreAsync(long number) => _writes.RunAsync(writer => writer.Store("a", new SnapshotRow(number, 1, [1], "m", 1)), harms: _ => true);

    private void Execute(string statement)
    {
        using var connection = _database.OpenSqlite();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private List<string> Numbers()
    {
        using var connection = _database.OpenSqlite();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sequence_number FROM snapshot ORDER BY 1";
        using var reader = command.ExecuteReader();
        var numbers = new List<string>();
        while (reader.Read())
        {
            numbers.Add(reader.GetString(0));
        }

        return numbers;
    }
}
