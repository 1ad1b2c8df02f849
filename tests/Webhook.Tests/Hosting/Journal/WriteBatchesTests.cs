using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Tests.Hosting.Journal;

public sealed class WriteBatchesTests
{
    private readonly ConcurrentQueue<IReadOnlyList<RecordRow>> _inserted = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly TaskCompletionSource _gate = new();
    private string _state = PostgresErrorCodes.UniqueViolation;

    [Fact]
    public async Task Writes_that_wait_for_the_same_statement_share_the_next_up_to_its_limits()
    {
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 3_000, TimeProvider.System);
        var first = WriteAsync(batches, [Row("a", 1)]);
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        var others = Enumerable.Range(0, (2 * WriteBatches.Rows) + 200).Select(i => WriteAsync(batches, [Row($"b{i}", 1)])).ToList();
        Assert.DoesNotContain(others, o => o.IsCompleted);
        _gate.SetResult();
        await Task.WhenAll([first, .. others]).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([1, WriteBatches.Rows, WriteBatches.Rows, 200], _inserted.Select(b => b.Count));
    }

    [Fact]
    public async Task A_batch_ends_where_its_bytes_do_and_what_was_written_at_once_stays_whole()
    {
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 100, TimeProvider.System);
        var first = WriteAsync(batches, [Row("a", 1)]);
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        var large = Enumerable.Range(0, 6).Select(i => WriteAsync(batches, [Row($"b{i}", 1, WriteBatches.Bytes / 3), Row($"b{i}", 2)])).ToList();
        _gate.SetResult();
        await Task.WhenAll([first, .. large]).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([1, 6, 6], _inserted.Select(b => b.Count));
    }

    [Fact]
    public async Task A_statement_that_takes_long_does_not_hold_up_the_next()
    {
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 2, capacity: 100, TimeProvider.System);
        var first = WriteAsync(batches, [Row("a", 1)]);
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        var second = WriteAsync(batches, [Row("b", 1)]);
        await Eventually.TrueAsync(() => _inserted.Count == 2, "the second is under way beside the first, which has not ended");
        Assert.False(first.IsCompleted);
        _gate.SetResult();
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task While_many_rows_are_on_their_way_a_statement_waits_for_more_though_those_before_were_short()
    {
        var clock = new WatchedClock();
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 100, clock);
        var half = WriteBatches.BusyFrom / 2;
        var first = WriteAsync(batches, Rows("a", half));
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        var second = Task.WhenAll(Enumerable.Range(0, half).Select(i => WriteAsync(batches, [Row($"b{i}", 1)])));
        _gate.SetResult();
        await first.WaitAsync(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(() => clock.Waits == 1, "the second waits");
        var third = WriteAsync(batches, Rows("c", 1));
        clock.Advance(WriteBatches.Apart - TimeSpan.FromTicks(1));
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));
        await Task.WhenAll(second, third).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([half, half + 1], _inserted.Select(b => b.Count));
    }

    [Fact]
    public async Task Behind_a_long_statement_one_waits_the_shorter_time()
    {
        var clock = new WatchedClock();
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 100, clock);
        var first = WriteAsync(batches, Rows("a", WriteBatches.BusyFrom));
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        clock.Advance(WriteBatches.Apart);
        var second = WriteAsync(batches, Rows("b", 1));
        _gate.SetResult();
        await Eventually.TrueAsync(() => clock.Waits == 1, "the second waits");
        Assert.False(second.IsCompleted);
        clock.Advance(WriteBatches.Linger);
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task With_few_rows_on_their_way_nothing_waits()
    {
        var clock = new WatchedClock();
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 100, clock);
        _gate.SetResult();
        for (var i = 1; i < 100; i++)
        {
            await WriteAsync(batches, [Row("a", i)]).WaitAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(0, clock.Waits);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.UniqueViolation)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    public async Task A_second_writer_fails_alone_found_by_halves_and_the_others_of_its_batch_are_written(string state)
    {
        _state = state;
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 100, TimeProvider.System);
        var first = WriteAsync(batches, [Row("a", 1)]);
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        var second = WriteAsync(batches, [Row("second-writer", 1)]);
        var well = Enumerable.Range(0, 63).Select(i => WriteAsync(batches, [Row($"well{i}", 1)])).ToList();
        _gate.SetResult();
        await Task.WhenAll([first, .. well]).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(state, (await Assert.ThrowsAsync<PostgresException>(() => second)).SqlState);
        // 64 together, then two statements for each halving.
        Assert.Equal(1 + 1 + (2 * 6), _inserted.Count);
    }

    [Fact]
    public async Task Every_statement_names_the_actors_in_one_order_and_keeps_each_actors_records_in_theirs()
    {
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 100, TimeProvider.System);
        var first = WriteAsync(batches, [Row("z", 1)]);
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        Task[] others = [WriteAsync(batches, [Row("c", 7), Row("c", 8)]), WriteAsync(batches, [Row("B", 1)]), WriteAsync(batches, [Row("a", 5)]), WriteAsync(batches, [Row("c", 9)])];
        _gate.SetResult();
        await Task.WhenAll([first, .. others]).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([("B", 1), ("a", 5), ("c", 7), ("c", 8), ("c", 9)], _inserted.Last().Select(r => (r.PersistenceId, r.SequenceNumber)));
    }

    [Fact]
    public async Task A_full_queue_says_so_and_closing_writes_what_waits()
    {
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 2, TimeProvider.System);
        var first = WriteAsync(batches, [Row("a", 1)]);
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        Task[] waiting = [WriteAsync(batches, [Row("b", 1)]), WriteAsync(batches, [Row("c", 1)])];
        Assert.False(batches.TryWrite(new BatchedWrite([Row("d", 1)])));
        // Nothing to write would be nobody's; it must not reach the writer, which orders by whose a write is.
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.TryWrite(new BatchedWrite([])));
        var closed = batches.CloseAsync();
        _gate.SetResult();
        await Task.WhenAll([first, .. waiting, closed]).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_write_that_cannot_be_told_its_end_keeps_no_other_from_it()
    {
        var batches = new WriteBatches(InsertAsync, e => e is PostgresException, _faults.Enqueue, writers: 1, capacity: 100, TimeProvider.System);
        var first = WriteAsync(batches, [Row("z", 1)]);
        await Eventually.TrueAsync(() => _inserted.Count == 1, "the first is under way");
        var deaf = new BatchedWrite([Row("a", 1)]);
        deaf.End(null);
        Assert.True(batches.TryWrite(deaf));
        var second = WriteAsync(batches, [Row("b", 1)]);
        _gate.SetResult();
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.IsType<InvalidOperationException>(Assert.Single(_faults));
    }

    private static RecordRow[] Rows(string id, int count) => [.. Enumerable.Range(1, count).Select(i => Row(id, i))];

    private static Task WriteAsync(WriteBatches batches, IReadOnlyList<RecordRow> rows)
    {
        var write = new BatchedWrite(rows);
        Assert.True(batches.TryWrite(write));
        return write.Ended;
    }

    private async Task InsertAsync(IReadOnlyList<RecordRow> rows)
    {
        _inserted.Enqueue(rows);
        await _gate.Task;
        if (rows.Any(r => r.PersistenceId == "second-writer"))
        {
            throw new PostgresException("duplicate key", "ERROR", "ERROR", _state);
        }
    }

    private static RecordRow Row(string id, long number, int bytes = 10) => new(id, number, 1, new byte[bytes], "m", 1, "writer");

    /// <summary>Stands still, and tells how often somebody has begun to wait.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        private int _waits;

        public int Waits => Volatile.Read(ref _waits);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _waits);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class BatchedWrite(IReadOnlyList<RecordRow> rows) : IBatchedWrite
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<RecordRow> Rows => rows;

        public Task Ended => _ended.Task;

        public void End(Exception? failure)
        {
            if (failure is null)
            {
                _ended.SetResult();
            }
            else
            {
                _ended.SetException(failure);
            }
        }
    }
}
