using Npgsql;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Journal;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Cluster.Hosting.Schema;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Clustering;

/// <summary>What is read ahead of a recovery, against a real server.</summary>
[Collection(nameof(Processes))]
public sealed class RecoveriesTests(SharedPostgres postgres) : IAsyncLifetime
{
    private const string Id = "subscription-a";

    private Database _database = null!;
    private Recoveries _recoveries = null!;

    public async Task InitializeAsync()
    {
        var own = await postgres.NewDatabaseAsync();
        _database = Database.Open(new PersistenceOptions { Provider = own.Provider, ConnectionString = own.ConnectionString });
        _recoveries = new Recoveries(_database);
        await SchemaCreation.CreateAsync(_database, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Snapshot_highest_number_and_the_records_after_the_snapshot_come_with_one_look_up()
    {
        await WriteAsync(1, 12);
        await SnapshotAsync(4);
        await SnapshotAsync(9);
        var snapshot = await _recoveries.BeginAsync(Id, CancellationToken.None);
        // Written behind its back, so whatever is right from here on was read ahead.
        await WriteAsync(13, 13);
        Assert.Equal((9, "m", 1), (snapshot!.SequenceNumber, snapshot.Manifest, snapshot.Identifier));
        Assert.Equal(12, _recoveries.Highest(Id, 9));
        Assert.Equal([10L, 11, 12], _recoveries.Take(Id).Select(r => r.SequenceNumber));
        Assert.Empty(_recoveries.Take(Id));
        Assert.Null(_recoveries.Highest(Id, 9));
    }

    [Fact]
    public async Task Of_an_actor_that_never_wrote_nothing_is_found_and_nothing_kept()
    {
        Assert.Null(await _recoveries.BeginAsync(Id, CancellationToken.None));
        Assert.Equal(0, _recoveries.Highest(Id, 0));
        Assert.Null(_recoveries.Highest(Id, 0));
    }

    [Fact]
    public async Task What_was_read_ahead_is_not_used_after_a_write_ended_or_for_records_before_its_snapshot()
    {
        await WriteAsync(1, 3);
        await SnapshotAsync(2);
        await _recoveries.BeginAsync(Id, CancellationToken.None);
        Assert.Null(_recoveries.Highest(Id, 0));
        Assert.Empty(_recoveries.Take(Id));

        await _recoveries.BeginAsync(Id, CancellationToken.None);
        _recoveries.Forget(Id);
        Assert.Null(_recoveries.Highest(Id, 2));
        Assert.Empty(_recoveries.Take(Id));

        // The write ends while it is being read.
        var reading = _recoveries.BeginAsync(Id, CancellationToken.None);
        _recoveries.Forget(Id);
        await reading;
        Assert.Null(_recoveries.Highest(Id, 2));
    }

    [Fact]
    public async Task What_actors_leave_that_stop_before_they_ask_the_journal_is_bounded()
    {
        await WriteAsync(1, 1);
        await _recoveries.BeginAsync(Id, CancellationToken.None);
        for (var i = 0; i < Recoveries.AtOnce; i++)
        {
            await _recoveries.BeginAsync($"other-{i}", CancellationToken.None);
        }

        Assert.Null(_recoveries.Highest(Id, 0));
        Assert.Equal(0, _recoveries.Highest($"other-{Recoveries.AtOnce - 1}", 0));
    }

    /// <summary>"-": deleted for good; "d": marked as deleted, which keeps its number.</summary>
    [Theory]
    [InlineData("r", 0, 1, new long[] { 1 })]
    [InlineData("rrr", 3, 3, new long[0])]
    [InlineData("rrd", 0, 3, new long[] { 1, 2 })]
    [InlineData("--d", 0, 3, new long[0])]
    [InlineData("--d", 3, 3, new long[0])]
    [InlineData("--drr", 4, 5, new long[] { 5 })]
    [InlineData("rr-", 3, 2, new long[0])]
    [InlineData("---", 3, 0, new long[0])]
    [InlineData("---rr", 3, 5, new long[] { 4, 5 })]
    [InlineData("---rr", 2, 5, new long[0])]
    [InlineData("r-r", 0, 3, new long[] { 1, 3 })]
    public async Task The_highest_number_is_that_of_the_records_that_are_there_whatever_was_deleted(string records, int snapshot, long highest, long[] recovered)
    {
        await WriteAsync(1, records.Length);
        await ExecuteAsync($"UPDATE journal SET deleted = true WHERE substr('{records}', sequence_number::int, 1) = 'd'");
        await ExecuteAsync($"DELETE FROM journal WHERE substr('{records}', sequence_number::int, 1) = '-'");
        if (snapshot > 0)
        {
            await SnapshotAsync(snapshot);
        }

        var read = (await ReadAhead.ReadAsync(_database, [Id], CancellationToken.None)).Single();
        Assert.Equal(highest, read.Highest);
        Assert.Equal(recovered, read.Rows.Select(r => r.SequenceNumber));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_more_records_than_are_read_at_once_the_highest_is_asked_for(bool isDeleted)
    {
        await WriteAsync(1, 250);
        await ExecuteAsync($"UPDATE journal SET deleted = {isDeleted} WHERE sequence_number = 3");
        await SnapshotAsync(3);
        var read = (await ReadAhead.ReadAsync(_database, [Id], CancellationToken.None)).Single();
        Assert.Equal(250, read.Highest);
        Assert.Equal(Enumerable.Range(4, ReadAhead.RowsAtMost).Select(n => (long)n), read.Rows.Select(r => r.SequenceNumber));
    }

    [Fact]
    public async Task Of_several_actors_each_gets_its_own_snapshot_records_and_number()
    {
        await WriteAsync(1, 3);
        await SnapshotAsync(2);
        await WriteAsync(1, 250, "long");
        await WriteAsync(1, 5, "covered");
        await SnapshotAsync(5, "covered");
        await ExecuteAsync("DELETE FROM journal WHERE persistence_id = 'covered'");
        var read = await ReadAhead.ReadAsync(_database, ["long", Id, "never wrote", "covered"], CancellationToken.None);
        Assert.Equal([null, 2L, null, 5L], read.Select(r => r.Snapshot?.SequenceNumber));
        Assert.Equal([250L, 3, 0, 0], read.Select(r => r.Highest));
        Assert.Equal([ReadAhead.RowsAtMost, 1, 0, 0], read.Select(r => r.Rows.Count));
        Assert.Equal(Enumerable.Range(1, ReadAhead.RowsAtMost).Select(n => (long)n), read[0].Rows.Select(r => r.SequenceNumber));
        Assert.Equal([(Id, 3L)], read[1].Rows.Select(r => (r.PersistenceId, r.SequenceNumber)));
    }

    [Fact]
    public async Task A_crowd_that_wakes_at_once_recovers_all_that_it_wrote()
    {
        var ids = Enumerable.Range(0, 3 * Recoveries.AtOnce).Select(i => $"a{i}").ToList();
        await using (var first = await TestNode.StartAsync(_database))
        {
            await Task.WhenAll(ids.Select(id => first.AddAsync(id, 2)));
        }

        await using var second = await TestNode.StartAsync(_database);
        Assert.Equal(Recoveries.AtOnce, second.System.Settings.Config.GetInt("akka.persistence.max-concurrent-recoveries"));
        Assert.All(await Task.WhenAll(ids.Select(id => second.AddAsync(id, 1))), count => Assert.Equal(3, count));
    }

    /// <summary>A plan made anew takes the server three times as long as what it is made for.</summary>
    [Fact]
    public async Task However_few_actors_are_read_the_server_keeps_its_plans()
    {
        var one = Database.Open(new PersistenceOptions
        {
            Provider = _database.Provider,
            ConnectionString = $"{_database.Options.ConnectionOptions.ConnectionString};Maximum Pool Size=1",
        });
        for (var i = 0; i < 12; i++)
        {
            await ReadAhead.ReadAsync(one, [Id], CancellationToken.None);
            await ExistingIds.OfAsync(one, [Id], CancellationToken.None);
            await new JournalTable(one).HighestAsync([Id], CancellationToken.None);
        }

        await using var connection = await one.OpenPostgreSqlAsync();
        await using var command = new NpgsqlCommand("SELECT statement, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%unnest%'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var plans = new List<(string Statement, long Anew)>();
        while (await reader.ReadAsync())
        {
            plans.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        Assert.Equal(4, plans.Count);
        // The server makes the first five anew in any case.
        Assert.All(plans, p => Assert.True(p.Anew <= 5, $"Planned {p.Anew} times: {p.Statement}"));
    }

    [Theory]
    [InlineData(ReadAhead.RowsAtMost - 1)]
    [InlineData(ReadAhead.RowsAtMost)]
    [InlineData(ReadAhead.RowsAtMost + 1)]
    [InlineData((2 * ReadAhead.RowsAtMost) + 1)]
    public async Task An_actor_recovers_all_its_records_however_many_were_read_ahead(int records)
    {
        await using (var first = await TestNode.StartAsync(_database))
        {
            Assert.Equal(records, await first.AddAsync("a", records));
        }

        await using var second = await TestNode.StartAsync(_database);
        Assert.Equal(records + 1, await second.AddAsync("a", 1));
    }

    private Task WriteAsync(int from, int to, string id = Id) =>
        new JournalTable(_database).InsertAsync([.. Enumerable.Range(from, to - from + 1).Select(n => new RecordRow(id, n, 1, [1], "m", 1, "writer"))]);

    private Task SnapshotAsync(int number, string id = Id) => ExecuteAsync($"INSERT INTO snapshot VALUES ('{id}', {number}, 1, '\\x00', 'm', 1)");

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = await _database.OpenPostgreSqlAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
