using Webhook.Cluster.Gateway;

namespace Webhook.Tests.Hosting;

public sealed class KnownSubscriptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_has_a_record_exists_and_a_creation_is_seen_at_once()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        await using var known = new KnownSubscriptions(node.Database);
        await node.AddAsync("first", 1);
        Assert.False(await known.ExistsAsync("a", CancellationToken.None));
        await node.AddAsync("a", 1);
        Assert.True(await known.ExistsAsync("a", CancellationToken.None));
        Assert.False(await known.ExistsAsync("A", CancellationToken.None));
        Assert.False(await known.ExistsAsync("a'; DROP TABLE journal; --", CancellationToken.None));
        Assert.True(await known.ExistsAsync("first", CancellationToken.None));
    }

    [Fact]
    public async Task What_has_deleted_all_its_records_is_known_to_have_existed()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        await Forgetful.LiveAsync(node.System, "subscription-a");
        await using var known = new KnownSubscriptions(node.Database);
        Assert.True(await known.ExistsAsync("a", CancellationToken.None));
    }

    [Fact]
    public async Task Many_look_ups_at_once_get_each_its_own_answer()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        await using var known = new KnownSubscriptions(node.Database);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => node.AddAsync($"{i * 2}", 1)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => known.ExistsAsync($"{i % 100}", CancellationToken.None).AsTask()));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i % 2 == 0), answers);
    }

    [Fact]
    public async Task Too_many_waiting_look_ups_are_turned_away_and_a_failing_database_is_not_a_no()
    {
        // No journal has been started on this file: its tables are missing.
        await using var known = new KnownSubscriptions(_folder.OpenDatabase(), capacity: 10);
        var lookups = Enumerable.Range(0, 2000).Select(i => known.ExistsAsync($"{i}", CancellationToken.None).AsTask()).ToList();
        var faults = new List<Exception>();
        foreach (var lookup in lookups)
        {
            faults.Add(await Assert.ThrowsAnyAsync<Exception>(() => lookup));
        }

        Assert.Contains(faults, f => f is KnownSubscriptionsFullException);
        Assert.Contains(faults, f => f is System.Data.Common.DbException);
    }

    [Fact]
    public async Task What_was_remembered_needs_no_database_and_the_memory_is_bounded()
    {
        await using var known = new KnownSubscriptions(_folder.OpenDatabase(), remembered: 2);
        known.Remember("a");
        known.Remember("b");
        Assert.True(await known.ExistsAsync("a", CancellationToken.None));
        known.Remember("c");
        await Assert.ThrowsAnyAsync<Exception>(() => known.ExistsAsync("a", CancellationToken.None).AsTask());
        Assert.True(await known.ExistsAsync("c", CancellationToken.None));
    }

    [Fact]
    public async Task Disposing_ends_the_look_ups_that_wait()
    {
        var known = new KnownSubscriptions(_folder.OpenDatabase());
        await known.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => known.ExistsAsync("a", CancellationToken.None).AsTask());
    }
}
