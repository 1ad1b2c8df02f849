using System.Threading.Channels;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>Gathers what many actors write at the same time into few statements. What one actor writes at once stays whole.</summary>
internal sealed partial class WriteBatches
{
    /// <summary>A batch ends here.</summary>
    internal const int Rows = 1_000;

    /// <summary>A batch ends here too, in bytes: payloads of 64 KiB shall not make statements of megabytes.</summary>
    internal const int Bytes = 4 * 1024 * 1024;

    /// <summary>
    /// How long what comes in while a statement is under way waits for its end, to share the next with all that comes in
    /// meanwhile. Only a database that is slow to answer has several statements under way.
    /// </summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// How long a batch waits for more rows while at least <see cref="BusyFrom"/> are on their way: a statement, its commit and its sync to disk
    /// cost as much as a dozen rows. With less to do nothing waits.
    /// </summary>
    internal static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(2);

    /// <summary>How long after the statement before at least, then: one that is short would else be followed by another short one.</summary>
    internal static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(5);

    /// <summary>Rows of the statement before and writes that wait, together, from which on more are expected at once.</summary>
    internal const int BusyFrom = 16;

    private readonly Func<IReadOnlyList<RecordRow>, Task> _insert;
    private readonly Func<Exception, bool> _isOfOne;
    private readonly Action<Exception> _fault;
    private readonly Channel<IBatchedWrite> _waiting;
    private readonly Task[] _writers;

    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();

    /// <summary>The batch gathered last, and within it the end of its statement.</summary>
    private Task<Task> _latest = Task.FromResult(Task.CompletedTask);

    /// <summary>Rows of the batch gathered last, and when that was.</summary>
    private int _latestRows;
    private long _latestAt;

    /// <summary>Begins to write.</summary>
    /// <param name="insert">Writes all rows or none.</param>
    /// <param name="isOfOne">Whether a failure is the fault of a single record, so that the others of its batch may be tried without it.</param>
    /// <param name="fault">Is told of an exception that a write made of being told its end; there should be none.</param>
    /// <param name="writers">How many statements may be under way.</param>
    /// <param name="capacity">How many writes may wait.</param>
    /// <param name="clock">Tells how long a batch has waited.</param>
    public WriteBatches(Func<IReadOnlyList<RecordRow>, Task> insert, Func<Exception, bool> isOfOne, Action<Exception> fault, int writers, int capacity, TimeProvider clock)
    {
        _insert = insert;
        _isOfOne = isOfOne;
        _fault = fault;
        _clock = clock;
        _waiting = Channel.CreateBounded<IBatchedWrite>(capacity);
        _writers = [.. Enumerable.Range(0, writers).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Writes the rows of <paramref name="write"/>, of which there is at least one, and tells it; false when too many writes wait.</summary>
    public bool TryWrite(IBatchedWrite write)
    {
        ArgumentOutOfRangeException.ThrowIfZero(write.Rows.Count);
        return _waiting.Writer.TryWrite(write);
    }

    /// <summary>Takes in nothing more, and ends when what waits is written.</summary>
    public Task CloseAsync()
    {
        _waiting.Writer.TryComplete();
        return Task.WhenAll(_writers);
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Task<Task> mine;
            lock (_lock)
            {
                // One writer gathers at a time.
                mine = _latest = BeginAsync(_latest);
            }

            await (await mine.ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>Gathers a batch after <paramref name="before"/> and begins to write it.</summary>
    /// <returns>The statement's end.</returns>
    private async Task<Task> BeginAsync(Task<Task> before)
    {
        var statement = await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_waiting.Reader.Count < Rows)
        {
            await statement.WaitAsync(Patience, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var waiting = _waiting.Reader.Count;
        if (_latestRows + waiting >= BusyFrom && waiting < Rows)
        {
            var apart = Apart - _clock.GetElapsedTime(_latestAt);
            await Task.Delay(apart > Linger ? apart : Linger, _clock).ConfigureAwait(false);
        }

        return InsertAsync(Gather());
    }

    /// <summary>What waits, up to a statement's limits, in one order for all writers of all nodes: two statements that hold the same key then wait for, and never lock out, each other.</summary>
    private IBatchedWrite[] Gather()
    {
        var (batch, rows, bytes) = (new List<IBatchedWrite>(), 0, 0L);
        while (rows < Rows && bytes < Bytes && _waiting.Reader.TryRead(out var write))
        {
            batch.Add(write);
            rows += write.Rows.Count;
            foreach (var row in write.Rows)
            {
                bytes += row.Message.Length;
            }
        }

        (_latestRows, _latestAt) = (rows, _clock.GetTimestamp());
        return [.. batch.OrderBy(w => w.Rows[0].PersistenceId, StringComparer.Ordinal)];
    }
}
