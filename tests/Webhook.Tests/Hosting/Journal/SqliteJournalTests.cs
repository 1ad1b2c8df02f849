using Akka.Actor;

namespace Webhook.Tests.Hosting.Journal;

/// <summary>Our own statement on SQLite, against a real file.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_more_recoveries_read_at_a_time_than_leave_others_the_file()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        Assert.Equal(16, node.System.Settings.Config.GetInt("akka.persistence.max-concurrent-recoveries"));
    }

    [Fact]
    public async Task What_many_actors_wrote_at_once_is_recovered_and_each_life_wrote_under_an_id_of_its_own()
    {
        await using (var first = await TestNode.StartAsync(_folder.Path))
        {
            await Task.WhenAll(Enumerable.Range(0, 30).Select(i => first.AddAsync($"{i}", 20)));
        }

        await using var second = await TestNode.StartAsync(_folder.Path);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 30).Select(i => second.AddAsync($"{i}", 1))), count => Assert.Equal(21, count));
        Assert.Equal((1, 2), (Writers("1 AND 20"), Writers("1 AND 21")));

        long Writers(string numbers)
        {
            using var connection = second.Database.OpenSqlite();
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT COUNT(DISTINCT writer_uuid) FROM journal WHERE persistence_id = 'subscription-7' AND sequence_number BETWEEN {numbers}";
            return (long)command.ExecuteScalar()!;
        }
    }

    [Fact]
    public async Task The_latest_snapshot_or_the_latest_within_bounds_is_loaded_and_those_before_can_be_deleted()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        await SnapshotStore.CheckAsync(node.System);
    }

    [Fact]
    public async Task A_record_that_is_there_already_fails_its_actor_alone()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        await node.AddAsync("taken", 1);
        using (var connection = node.Database.OpenSqlite())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, deleted) SELECT persistence_id, sequence_number + 1, created, message, manifest, identifier, 'other', 0 FROM journal WHERE persistence_id = 'subscription-taken'";
            command.ExecuteNonQuery();
        }

        node.Region.Tell(new TestNode.Add("taken", 1));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 30).Select(i => node.AddAsync($"{i}", 1))), count => Assert.Equal(1, count));
        // Its next life recovers the other writer's record, and goes on behind it.
        await Eventually.TrueAsync(async () => await CountAsync() >= 3, "the next life counts the record that was there");

        async Task<int> CountAsync()
        {
            try
            {
                return await node.Region.Ask<int>(new TestNode.Add("taken", 1), TimeSpan.FromSeconds(1));
            }
            catch (AskTimeoutException)
            {
                return 0;
            }
        }
    }
}
