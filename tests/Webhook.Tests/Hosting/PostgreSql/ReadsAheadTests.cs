using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Harness.Waiting;

namespace Webhook.Tests.Hosting.PostgreSql;

public sealed class ReadsAheadTests
{
    private readonly ConcurrentQueue<IReadOnlyList<string>> _read = new();
    private readonly TaskCompletionSource _gate = new();
    private readonly FakeTimeProvider _clock = new();
    private Exception? _failure;

    [Fact]
    public async Task Recoveries_that_begin_while_all_reads_are_under_way_share_the_next_up_to_its_limit()
    {
        var reads = new ReadsAhead(ReadAsync, _clock);
        var first = Enumerable.Range(0, ReadsAhead.AtOnce).Select(i => reads.ReadAsync($"first-{i}")).ToList();
        Assert.Equal(ReadsAhead.AtOnce, _read.Count);
        var others = Enumerable.Range(0, ReadsAhead.Actors + 3).Select(i => reads.ReadAsync($"{i}")).ToList();
        Assert.Equal(ReadsAhead.AtOnce, _read.Count);
        _gate.SetResult();
        await Task.WhenAll([.. first, .. others]).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([.. Enumerable.Repeat(1, ReadsAhead.AtOnce), 3, ReadsAhead.Actors], _read.Select(r => r.Count).Order());
        Assert.Equal(Enumerable.Range(0, others.Count).Select(i => HashOf($"{i}")), others.Select(o => o.Result.Highest));
    }

    [Fact]
    public async Task A_recovery_that_begins_alone_waits_for_nothing()
    {
        _gate.SetResult();
        var reads = new ReadsAhead(ReadAsync, _clock);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HashOf($"{i}"), (await reads.ReadAsync($"{i}").WaitAsync(TimeSpan.FromSeconds(10))).Highest);
        }

        Assert.Equal(3, _read.Count);
    }

    [Fact]
    public async Task Two_recoveries_of_one_actor_in_one_read_ask_once_and_both_get_it()
    {
        var (_, waiting) = await UnderWayAsync(["a", "b", "a"]);
        Assert.Equal([HashOf("a"), HashOf("b"), HashOf("a")], (await Task.WhenAll(waiting)).Select(r => r.Highest));
        Assert.Contains(_read, r => r.SequenceEqual(["a", "b"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_cannot_be_read_of_one_actor_keeps_no_other_from_recovering(bool isRefusedByServer)
    {
        _failure = isRefusedByServer ? new PostgresException("could not read block", "ERROR", "ERROR", PostgresErrorCodes.IoError) : new InvalidCastException("a row that nobody can read");
        var (_, waiting) = await UnderWayAsync(["a", "bad", "c"]);
        Assert.Equal(HashOf("a"), (await waiting[0]).Highest);
        Assert.Same(_failure, await Record.ExceptionAsync(() => waiting[1]));
        Assert.Equal(HashOf("c"), (await waiting[2]).Highest);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_asked_again_for_each_actor()
    {
        _failure = new NpgsqlException("no answer");
        var (reads, waiting) = await UnderWayAsync(["a", "bad", "c"]);
        foreach (var one in waiting)
        {
            Assert.Same(_failure, await Assert.ThrowsAsync<NpgsqlException>(() => one));
        }

        Assert.Equal(ReadsAhead.AtOnce + 1, _read.Count);
        // And reads go on.
        Assert.Equal(HashOf("d"), (await reads.ReadAsync("d").WaitAsync(TimeSpan.FromSeconds(10))).Highest);
    }

    [Fact]
    public async Task A_read_that_never_ends_is_given_up_for_all_who_share_it_and_others_take_its_place()
    {
        var reads = new ReadsAhead(ReadAsync, _clock);
        var first = Enumerable.Range(0, ReadsAhead.AtOnce).Select(i => reads.ReadAsync($"first-{i}")).ToList();
        var shared = new[] { "a", "b" }.Select(id => reads.ReadAsync(id)).ToList();
        _clock.Advance(ReadsAhead.Patience - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(first, one => one.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await AssertGivenUpAsync(first);
        // Its deadline begins with it.
        await Patience.UntilAsync(() => Task.FromResult(_read.Count == ReadsAhead.AtOnce + 1), () => $"the next read begins; there were {_read.Count}", TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(shared, one => one.IsCompleted);
        _clock.Advance(ReadsAhead.Patience);
        await AssertGivenUpAsync(shared);
        _gate.SetResult();
        Assert.Equal(HashOf("c"), (await reads.ReadAsync("c").WaitAsync(TimeSpan.FromSeconds(10))).Highest);
    }

    [Fact]
    public async Task A_recovery_that_was_given_up_is_not_read_any_more()
    {
        using var giveUp = new CancellationTokenSource();
        var reads = new ReadsAhead(ReadAsync, _clock);
        var first = Enumerable.Range(0, ReadsAhead.AtOnce).Select(i => reads.ReadAsync($"first-{i}")).ToList();
        var given = reads.ReadAsync("given up", giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(TimeSpan.FromSeconds(10)));
        var after = reads.ReadAsync("after");
        _gate.SetResult();
        await Task.WhenAll([.. first, after]).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(_read, r => r.Contains("given up"));
    }

    private static async Task AssertGivenUpAsync(IEnumerable<Task> recoveries)
    {
        foreach (var one in recoveries)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one.WaitAsync(TimeSpan.FromSeconds(10)));
        }
    }

    /// <summary>These, in one read behind those that are under way.</summary>
    private async Task<(ReadsAhead Reads, List<Task<ReadAhead>> Waiting)> UnderWayAsync(string[] ids)
    {
        var reads = new ReadsAhead(ReadAsync, _clock);
        var first = Enumerable.Range(0, ReadsAhead.AtOnce).Select(i => reads.ReadAsync($"first-{i}")).ToList();
        var waiting = ids.Select(id => reads.ReadAsync(id)).ToList();
        _gate.SetResult();
        await Task.WhenAll(first).WaitAsync(TimeSpan.FromSeconds(10));
        await Task.WhenAll(waiting.Select(w => w.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(TimeSpan.FromSeconds(10));
        return (reads, waiting);
    }

    private async Task<IReadOnlyList<ReadAhead>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        _read.Enqueue(ids);
        await _gate.Task.WaitAsync(cancellationToken);
        return _failure is not null && ids.Contains("bad") ? throw _failure : [.. ids.Select(id => new ReadAhead(null, [], HashOf(id)))];
    }

    private static long HashOf(string id) => StringComparer.Ordinal.GetHashCode(id);
}
