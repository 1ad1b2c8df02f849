using System.Threading.Channels;
using Npgsql;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>Gathers what many actors write at the same time into few statements. What one actor writes at once stays whole.</summary>
internal sealed class WriteBatches
{
    /// <summary>A batch ends here.</summary>
    internal const int Rows = 400;

    /// <summary>A batch ends here too, in bytes: payloads of 64 KiB shall not make statements of megabytes.</summary>
    internal const int Bytes = 4 * 1024 * 1024;

    /// <summary>
    /// How long what comes in while a statement is under way waits for its end, to share the next with all that comes in
    /// meanwhile. Only a database that is slow to answer has several statements under way.
    /// </summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly Func<IReadOnlyList<RecordRow>, Task> _insert;
    private readonly Channel<Write> _waiting;
    private readonly Task[] _writers;

    /// <summary>Held by the writer that gathers.</summary>
    private readonly SemaphoreSlim _gathers = new(1, 1);
    private Task _latest = Task.CompletedTask;

    /// <summary>Begins to write.</summary>
    /// <param name="insert">Writes all rows or none.</param>
    /// <param name="writers">How many statements may be under way.</param>
    /// <param name="capacity">How many writes may wait.</param>
    public WriteBatches(Func<IReadOnlyList<RecordRow>, Task> insert, int writers, int capacity)
    {
        _insert = insert;
        _waiting = Channel.CreateBounded<Write>(capacity);
        _writers = [.. Enumerable.Range(0, writers).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Completes when the rows are durable.</summary>
    /// <param name="rows">One actor's, in order; at least one.</param>
    /// <exception cref="InvalidOperationException">Too many writes wait.</exception>
    public Task WriteAsync(IReadOnlyList<RecordRow> rows)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count);
        var write = new Write(rows, rows.Sum(r => (long)r.Message.Length));
        return _waiting.Writer.TryWrite(write) ? write.Done.Task
            : Task.FromException(new InvalidOperationException("Too many records wait for the database; this one was not written."));
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
            await (await BeginAsync().ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>Gathers a batch and begins to write it.</summary>
    /// <returns>The statement's end.</returns>
    private async Task<Task> BeginAsync()
    {
        await _gathers.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_waiting.Reader.Count < Rows)
            {
                await _latest.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return _latest = InsertAsync(Gather());
        }
        finally
        {
            _gathers.Release();
        }
    }

    /// <summary>What waits, up to a statement's limits, in one order for all writers of all nodes: two statements that hold the same key then wait for, and never lock out, each other.</summary>
    private Write[] Gather()
    {
        var (batch, rows, bytes) = (new List<Write>(), 0, 0L);
        while (rows < Rows && bytes < Bytes && _waiting.Reader.TryRead(out var write))
        {
            batch.Add(write);
            rows += write.Rows.Count;
            bytes += write.Bytes;
        }

        return [.. batch.OrderBy(w => w.Rows[0].PersistenceId, StringComparer.Ordinal)];
    }

    private async Task InsertAsync(Write[] batch)
    {
        if (batch.Length == 0)
        {
            return;
        }

        try
        {
            await _insert([.. batch.SelectMany(w => w.Rows)]).ConfigureAwait(false);
            Array.ForEach(batch, w => w.Done.TrySetResult());
        }
        catch (PostgresException refused) when (batch.Length > 1 && refused.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
        {
            // A second writer of one actor: the others are not to suffer from it, and by halves it is found in few statements.
            foreach (var half in batch.Chunk((batch.Length + 1) / 2))
            {
                await InsertAsync(half).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Array.ForEach(batch, w => w.Done.TrySetException(e));
        }
    }

    private sealed record Write(IReadOnlyList<RecordRow> Rows, long Bytes)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
