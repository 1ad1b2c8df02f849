using Akka.Actor;
using Akka.Persistence;
using Npgsql;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Journal;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Cluster.Hosting.Schema;
using Webhook.Cluster.Subscriptions.Summary;
using Webhook.Tests.Hosting;
using Webhook.Tests.Hosting.Journal;

namespace Webhook.Tests.Clustering;

/// <summary>Our own statements on PostgreSQL, against a real server.</summary>
[Collection(nameof(Processes))]
public sealed class PostgreSqlJournalTests(SharedPostgres postgres) : IAsyncLifetime
{
    private Database _database = null!;
    private JournalTable _table = null!;

    public async Task InitializeAsync()
    {
        var own = await postgres.NewDatabaseAsync();
        _database = Database.Open(new PersistenceOptions { Provider = own.Provider, ConnectionString = own.ConnectionString });
        _table = new JournalTable(_database);
        await SchemaCreation.CreateAsync(_database, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Rows_are_read_as_they_were_written_in_order_within_the_bounds_and_without_deleted_ones()
    {
        byte[] bytes = [0, 1, 255, 10];
        var rows = Enumerable.Range(1, 10).Select(i => new RecordRow(i % 2 == 0 ? "a'\"é" : "b", i, 638_000_000_000_000_000 + i, bytes, "m1", 77, $"writer-{i}")).ToList();
        await _table.InsertAsync(rows);
        Assert.Equal((10, 9, 0), (await HighestAsync("a'\"é"), await HighestAsync("b"), await HighestAsync("B")));
        var read = await ReadAsync("a'\"é", 3, 8, 100);
        Assert.Equal([4L, 6, 8], read.Select(r => r.SequenceNumber));
        Assert.Equal((638_000_000_000_000_004, "m1", 77, "writer-4"), (read[0].Created, read[0].Manifest, read[0].Identifier, read[0].Writer));
        Assert.Equal(bytes, read[0].Message);
        Assert.Equal([1L, 3], (await ReadAsync("b", 1, long.MaxValue, 2)).Select(r => r.SequenceNumber));

        await using (var connection = await _database.OpenPostgreSqlAsync())
        {
            await using var command = new NpgsqlCommand("UPDATE journal SET deleted = true WHERE sequence_number <= 5", connection);
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal([7L, 9], (await ReadAsync("b", 1, long.MaxValue, 100)).Select(r => r.SequenceNumber));
    }

    [Fact]
    public async Task A_subscription_is_known_by_a_record_of_exactly_its_id_even_one_that_is_marked_as_deleted()
    {
        await _table.InsertAsync([Row("subscription-a", 1), Row("subscription-a", 2), Row("subscription-b", 7)]);
        await using (var connection = await _database.OpenPostgreSqlAsync())
        {
            await using var command = new NpgsqlCommand("UPDATE journal SET deleted = true WHERE persistence_id = 'subscription-b'", connection);
            await command.ExecuteNonQueryAsync();
        }

        await using var known = new KnownSubscriptions(_database);
        var asked = new[] { "a", "A", "b", "c", "a'", "" };
        var answers = await Task.WhenAll(asked.Select(id => known.ExistsAsync(id, CancellationToken.None).AsTask()));
        Assert.Equal([true, false, true, false, false, false], answers);
    }

    [Fact]
    public async Task What_has_deleted_all_its_records_is_known_to_have_existed()
    {
        await using var node = await TestNode.StartAsync(_database);
        await Forgetful.LiveAsync(node.System, "subscription-a");
        await using var known = new KnownSubscriptions(_database);
        Assert.True(await known.ExistsAsync("a", CancellationToken.None));
    }

    [Fact]
    public async Task A_record_that_is_there_refuses_its_whole_statement()
    {
        await _table.InsertAsync([Row("a", 1)]);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _table.InsertAsync([Row("b", 1), Row("a", 1)]));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
        Assert.Equal(0, await HighestAsync("b"));
    }

    [Fact]
    public async Task Actors_write_and_recover_by_it_and_each_life_writes_under_an_id_of_its_own()
    {
        await using (var first = await TestNode.StartAsync(_database))
        {
            await Task.WhenAll(Enumerable.Range(0, 30).Select(i => first.AddAsync($"{i}", 20)));
        }

        await using var second = await TestNode.StartAsync(_database);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 30).Select(i => second.AddAsync($"{i}", 1))), count => Assert.Equal(21, count));
        var rows = await ReadAsync("subscription-7", 1, long.MaxValue, 100);
        Assert.Single(rows.Take(20).DistinctBy(r => r.Writer));
        Assert.NotEqual(rows[0].Writer, rows[20].Writer);
        Assert.NotEqual(rows[0].Writer, (await ReadAsync("subscription-8", 1, 1, 1))[0].Writer);
    }

    [Fact]
    public async Task Answers_deferred_behind_a_record_that_is_being_written_write_nothing_and_stop_no_writer()
    {
        await using var node = await TestNode.StartAsync(_database);
        var actor = node.System.ActorOf(Props.Create(() => new Deferring()));
        // More often than there are writers.
        for (var i = 0; i < 5; i++)
        {
            actor.Tell("persist");
            Assert.Equal("deferred", await actor.Ask<string>("defer", TimeSpan.FromSeconds(20)));
        }

        Assert.Equal(1, await node.AddAsync("after", 1));
        Assert.Equal(5, await HighestAsync("deferring"));
    }

    [Fact]
    public async Task An_actor_whose_write_the_database_holds_up_is_told_in_time_and_its_next_life_begins_with_what_became_of_it()
    {
        await using var node = await TestNode.StartAsync(_database, "akka.persistence.journal.sql.circuit-breaker.call-timeout = 1s");
        Assert.Equal(1, await node.AddAsync("held", 1));
        await using var connection = await _database.OpenPostgreSqlAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE journal IN EXCLUSIVE MODE", connection))
        {
            await command.ExecuteNonQueryAsync();
        }

        var held = (node.System, "held");
        node.Region.Tell(new TestNode.Add("held", 1));
        await Eventually.TrueAsync(() => TestNode.Failed.ContainsKey(held), "the actor is told that its record may not have been written");
        Assert.IsType<TimeoutException>(TestNode.Failed[held]);
        // Were its next life let in before that write has ended, both would write the second record.
        var next = node.AddAsync("held", 1);
        await Eventually.TrueAsync(() => TestNode.Lives[held] == 2, "its next life begins");
        await transaction.RollbackAsync();
        Assert.Equal(3, await next);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_down_fails_its_actor()
    {
        await using var node = await TestNode.StartAsync(_database);
        var told = new TaskCompletionSource<Exception>();
        node.System.ActorOf(Props.Create(() => new Unwritable(told))).Tell("persist");
        Assert.NotNull(await told.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, await HighestAsync("unwritable"));
    }

    [Fact]
    public async Task The_latest_snapshot_or_the_latest_within_bounds_is_loaded_and_those_before_can_be_deleted()
    {
        await using var node = await TestNode.StartAsync(_database);
        await SnapshotStore.CheckAsync(node.System);
    }

    [Fact]
    public async Task Many_that_store_their_snapshot_at_the_same_time_take_few_connections()
    {
        await using var node = await TestNode.StartAsync(_database);
        var store = Persistence.Instance.Apply(node.System).SnapshotStoreFor("");
        var before = await ConnectionsAsync();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i =>
            store.Ask<SaveSnapshotSuccess>(new SaveSnapshot(new SnapshotMetadata($"busy-{i}", 1, DateTime.UtcNow), new string('s', 2000)), TimeSpan.FromSeconds(20))));
        Assert.InRange(await ConnectionsAsync(), 1, before + PostgreSqlSnapshots.AtOnce);

        async Task<long> ConnectionsAsync()
        {
            await using var connection = await _database.OpenPostgreSqlAsync();
            await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()", connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    [Fact]
    public async Task A_summary_row_is_written_once_and_replaced_only_by_a_later_one()
    {
        var summaries = new SummaryTable(_database);
        var due = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));
        await summaries.UpsertAsync([Summary("b", "Idle", 1, 5, null), Summary("a", "Waiting", 1, 5, due)]);
        await summaries.UpsertAsync([Summary("a", "Old", 1, 4, null), Summary("b", "Suspended", 2, 1, null)]);
        var rows = await summaries.ListAsync(null, null, 10);
        Assert.Equal([("a", "Waiting", due), ("b", "Suspended", null)], rows.Select(r => (r.Id, r.Phase, r.DueAt)));
    }

    private static RecordRow Row(string id, long number) => new(id, number, 1, [1], "m", 1, "writer");

    private static SummaryRow Summary(string id, string phase, int generation, long sequence, DateTimeOffset? due) => new(id, "example.com", phase, 1, 0, due, generation, sequence);

    private async Task<long> HighestAsync(string id) => (await _table.HighestAsync([id], CancellationToken.None))[id];

    private async Task<List<RecordRow>> ReadAsync(string id, long from, long to, long limit)
    {
        var rows = new List<RecordRow>();
        await foreach (var row in _table.ReplayAsync(id, from, to, limit))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Its second command comes while the first one's record is on its way, so that the answer makes a batch of its own.</summary>
    private sealed class Deferring : UntypedPersistentActor
    {
        public override string PersistenceId => "deferring";

        protected override void OnCommand(object message)
        {
            if (message is "persist")
            {
                PersistAsync("one", _ => { });
            }
            else
            {
                DeferAsync("deferred", Sender.Tell);
            }
        }

        protected override void OnRecover(object message)
        {
        }
    }

    /// <summary>Persists what no serializer takes.</summary>
    private sealed class Unwritable(TaskCompletionSource<Exception> told) : UntypedPersistentActor
    {
        public override string PersistenceId => "unwritable";

        protected override void OnCommand(object message) => PersistAsync(new { Of = "no known type" }, _ => { });

        protected override void OnRecover(object message)
        {
        }

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => told.TrySetResult(cause);
    }
}
