using System.Collections;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Journal;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.Sqlite;

namespace Webhook.Tests.Hosting.Journal;

/// <summary>The one writer to an SQLite file.</summary>
public sealed class SqliteWritesTests : IDisposable
{
    private const string Tables = """
        CREATE TABLE snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id, PRIMARY KEY (persistence_id, sequence_number));
        CREATE TABLE journal (persistence_id, sequence_number UNIQUE, created, message, manifest, identifier, writer_uuid, deleted)
        """;

    private const int Large = 1024 * 1024;

    private readonly TempFolder _folder = new();
    private readonly Database _database;
    private readonly SqliteWrites _writes;

    public SqliteWritesTests()
    {
        _database = Database.Open(new PersistenceOptions { ConnectionString = $"Data Source={File}" });
        Execute(Tables);
        // The pool's own connection would keep the file open.
        SqliteConnection.ClearAllPools();
        _writes = new SqliteWrites(_database, idle: TimeSpan.FromMilliseconds(50));
    }

    private string File => Path.Combine(_folder.Path, "webhook.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_go_before_snapshots_and_each_kind_in_its_order()
    {
        var order = new List<string>();
        using var isHeld = new ManualResetEventSlim();
        var held = _writes.RunAsync(_ => isHeld.Wait(), CancellationToken.None);
        var writes = new List<Task> { held };
        for (var i = 1; i <= 3; i++)
        {
            var number = i;
            writes.Add(_writes.RunAsync(_ => order.Add($"snapshot {number}"), CancellationToken.None));
            writes.Add(_writes.InsertAsync([Row(number)], _ => true));
            writes.Add(_writes.RunAsync(_ => order.Add($"{Numbers("journal").Count} records"), CancellationToken.None));
        }

        isHeld.Set();
        await Task.WhenAll(writes);
        Assert.Equal(["snapshot 1", "3 records", "snapshot 2", "3 records", "snapshot 3", "3 records"], order);
    }

    [Fact]
    public async Task While_nothing_is_written_no_connection_is_open_and_the_next_write_opens_one()
    {
        for (var i = 1; i <= 3; i++)
        {
            await _writes.RunAsync(writer => { StoreWith(writer, i); Assert.Contains(File, OpenFiles()); }, CancellationToken.None);
            await Eventually.TrueAsync(() => !OpenFiles().Contains(File), "the file is closed");
        }

        Assert.Equal(["1", "2", "3"], Numbers("snapshot"));
    }

    [Fact]
    public async Task A_record_that_is_there_leaves_the_connection_as_it_is_and_any_other_failure_closes_it()
    {
        var writes = new SqliteWrites(_database, idle: TimeSpan.FromMinutes(1));
        var first = await WriterAsync(writes);
        await writes.InsertAsync([Row(1)], Harms);
        await Assert.ThrowsAsync<SqliteException>(() => writes.InsertAsync([Row(2), Row(1)], Harms));
        Assert.Same(first, await WriterAsync(writes));
        Assert.Equal(["1"], Numbers("journal"));

        Execute("ALTER TABLE journal RENAME TO elsewhere");
        await Assert.ThrowsAsync<SqliteException>(() => writes.InsertAsync([Row(3)], Harms));
        Assert.NotSame(first, await WriterAsync(writes));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writes.RunAsync(_ => throw new InvalidOperationException(), CancellationToken.None));
        await writes.CloseAsync();

        static bool Harms(Exception e) => e is not SqliteException { SqliteErrorCode: 19 };
    }

    [Fact]
    public async Task Of_records_and_snapshots_a_part_of_the_log_is_brought_into_the_file_long_before_it_is_full()
    {
        var writes = new SqliteWrites(_database, idle: TimeSpan.FromMinutes(1));
        await writes.InsertAsync([Row(1)], _ => true);
        var length = new FileInfo(File).Length;
        for (var i = 2; i < SqliteCheckpoints.Every / Large; i++)
        {
            await writes.InsertAsync([Row(i) with { Message = new byte[Large] }], _ => true);
        }

        Assert.Equal(length, new FileInfo(File).Length);
        await writes.RunAsync(writer => writer.Store("a", new SnapshotRow(1, 1, new byte[2 * Large], "", 1)), CancellationToken.None);
        await Eventually.TrueAsync(() => new FileInfo(File).Length > SqliteCheckpoints.Every * 9 / 10, "the log's pages are in the file");
        await writes.CloseAsync();
    }

    [Fact]
    public async Task What_waits_when_it_is_closed_is_written_before_and_what_comes_after_all_the_same()
    {
        var before = StoreAsync(1);
        var closed = _writes.CloseAsync();
        var after = StoreAsync(2);
        await Task.WhenAll(before, closed, after);
        Assert.Equal(["1", "2"], Numbers("snapshot"));
    }

    [Fact]
    public async Task A_snapshot_that_nobody_waits_for_any_more_is_not_stored()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _writes.RunAsync(writer => StoreWith(writer, 1), new CancellationToken(canceled: true)));
        Assert.Empty(Numbers("snapshot"));
    }

    [Fact]
    public void Each_commit_of_records_waits_for_the_disk_whatever_snapshots_were_written_before()
    {
        using var connection = _database.OpenSqlite();
        using var writer = new SqliteWriter(connection);
        var synchronous = new List<long>();
        writer.Write(new Looking(Row(1), Look));
        StoreWith(writer, 1);
        Look();
        writer.Write(new Looking(Row(2), Look));
        Execute("ALTER TABLE snapshot RENAME TO elsewhere");
        Assert.Throws<SqliteException>(() => StoreWith(writer, 2));
        writer.Write(new Looking(Row(3), Look));
        Assert.Equal([2, 1, 2, 2], synchronous);

        void Look()
        {
            // The driver's command would have to know the transaction that is open.
            raw.sqlite3_prepare_v2(connection.Handle!, "PRAGMA synchronous", out var statement);
            using (statement)
            {
                Assert.Equal(raw.SQLITE_ROW, raw.sqlite3_step(statement));
                synchronous.Add(raw.sqlite3_column_int64(statement, 0));
            }
        }
    }

    [Fact]
    public void A_record_stands_in_the_table_as_it_was_given()
    {
        using var writer = new SqliteWriter(_database.OpenSqlite());
        var longId = new string('é', 300);
        writer.Write([new RecordRow(longId, 1, long.MaxValue, [], "", int.MaxValue, "w\0w")]);
        using var connection = _database.OpenSqlite();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT persistence_id, created, message, manifest, identifier, writer_uuid, deleted FROM journal";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal((longId, long.MaxValue, "", int.MaxValue, "w\0w", 0), (reader.GetString(0), reader.GetInt64(1), reader.GetString(3), reader.GetInt32(4), reader.GetString(5), reader.GetInt32(6)));
        Assert.Equal([], reader.GetFieldValue<byte[]>(2));
    }

    private static async Task<SqliteWriter> WriterAsync(SqliteWrites writes)
    {
        SqliteWriter? found = null;
        await writes.RunAsync(writer => found = writer, CancellationToken.None);
        return found!;
    }

    private static IEnumerable<string> OpenFiles() =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "");

    private static void StoreWith(SqliteWriter writer, long number) => writer.Store("a", new SnapshotRow(number, 1, [1], "m", 1));

    private static RecordRow Row(long number) => new("a", number, 1, [1], "m", 1, "w");

    private Task StoreAsync(long number) => _writes.RunAsync(writer => StoreWith(writer, number), CancellationToken.None);

    private void Execute(string statement)
    {
        using var connection = _database.OpenSqlite();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private List<string> Numbers(string table)
    {
        using var connection = _database.OpenSqlite();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT sequence_number FROM {table} ORDER BY 1";
        using var reader = command.ExecuteReader();
        var numbers = new List<string>();
        while (reader.Read())
        {
            numbers.Add(reader.GetString(0));
        }

        return numbers;
    }

    /// <summary>One row; looks when it is read, which is inside the transaction.</summary>
    private sealed class Looking(RecordRow row, Action look) : IReadOnlyList<RecordRow>
    {
        public int Count => 1;

        public RecordRow this[int index] => row;

        public IEnumerator<RecordRow> GetEnumerator()
        {
            look();
            yield return row;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
