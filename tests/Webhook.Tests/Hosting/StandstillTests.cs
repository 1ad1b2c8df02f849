using LinqToDB.Data;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Hosting;

public sealed class StandstillTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_statement_after_a_pause_ends_the_process_before_it_runs()
    {
        var time = new JumpingTime();
        var ended = new TaskCompletionSource<TimeSpan>();
        using var standstill = new Standstill(Limit, time, ended.SetResult);
        var database = Database.Open(new PersistenceOptions { ConnectionString = $"Data Source={_folder.File}" }, standstill);
        await using var connection = database.Connect();
        await connection.ExecuteAsync("CREATE TABLE t (n integer)");
        time.Jump(TimeSpan.FromSeconds(11));
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.ExecuteAsync("INSERT INTO t VALUES (1)"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.SqliteWrites.RunAsync(_ => Assert.Fail("It wrote."), CancellationToken.None));
        Assert.InRange(await ended.Task, TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(20));
        await using var unguarded = _folder.OpenDatabase().Connect();
        Assert.Equal(0, await unguarded.ExecuteAsync<int>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_pause_ends_the_process_though_nobody_writes()
    {
        var time = new JumpingTime();
        var ended = new TaskCompletionSource<TimeSpan>();
        using var standstill = new Standstill(Limit, time, ended.SetResult);
        time.Jump(TimeSpan.FromSeconds(11));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Throws<InvalidOperationException>(standstill.ThrowIfStoodStill);
    }

    [Fact]
    public async Task A_pause_right_after_the_watch_looked_is_not_taken_for_a_beat()
    {
        // Read once as the watch is made and once as it looks for the first time.
        var time = new JumpingTime { AfterReads = (2, TimeSpan.FromSeconds(11)) };
        var ended = new TaskCompletionSource<TimeSpan>();
        using var standstill = new Standstill(Limit, time, ended.SetResult);
        Assert.InRange(await ended.Task.WaitAsync(TimeSpan.FromSeconds(10)), TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(20));
        Assert.Throws<InvalidOperationException>(standstill.ThrowIfStoodStill);
    }

    [Fact]
    public void A_shorter_pause_is_none()
    {
        var time = new JumpingTime();
        using var standstill = new Standstill(Limit, time, _ => Assert.Fail("It ended."));
        time.Jump(TimeSpan.FromSeconds(9));
        standstill.ThrowIfStoodStill();
    }

    [Fact]
    public void The_limit_is_the_time_after_which_others_take_over() =>
        Assert.Equal(TimeSpan.FromSeconds(10), NetworkSetup.StableAfter);

    /// <summary>The system's time, with jumps.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private long _ahead;
        private int _reads;

        /// <summary>After which read the time jumps, and how far.</summary>
        public (int Reads, TimeSpan By) AfterReads { get; init; }

        public override long GetTimestamp()
        {
            var now = base.GetTimestamp() + Volatile.Read(ref _ahead);
            if (Interlocked.Increment(ref _reads) == AfterReads.Reads)
            {
                Jump(AfterReads.By);
            }

            return now;
        }

        public void Jump(TimeSpan by) => Interlocked.Add(ref _ahead, (long)(by.TotalSeconds * TimestampFrequency));
    }
}
