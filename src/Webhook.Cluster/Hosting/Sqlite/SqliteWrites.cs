using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>
/// Writes of the journal and the snapshot store, one after the other on one connection, on a thread of its own. SQLite takes one writer at
/// a time, and throws away what a connection has cached once another one writes; its driver blocks while the disk syncs, and a thread of
/// the pool would be missing to everybody else meanwhile. While nothing is written there is neither thread nor connection.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="idle">How long the connection stays open with nothing to write.</param>
internal sealed class SqliteWrites(Database database, TimeSpan idle)
{
    private readonly object _gate = new();
    private readonly SqliteCheckpoints _checkpoints = new(database);

    /// <summary>Receipts wait for these: they go before. There is one batch at a time, and a rest after each, so the others have their turns.</summary>
    private readonly Queue<Action> _records = [];
    private readonly Queue<Action> _others = [];
    private bool _isRunning;
    private SqliteWriter? _writer;

    /// <summary>Writes records when it is their turn.</summary>
    /// <param name="rows">All of them or none.</param>
    /// <param name="harms">Whether the connection may not be used any more after a failure.</param>
    public Task InsertAsync(IReadOnlyList<RecordRow> rows, Func<Exception, bool> harms) =>
        EnqueueAsync(_records, () => Write(writer => writer.Write(rows), harms));

    /// <summary>Runs <paramref name="write"/> when no records wait, unless <paramref name="cancellation"/> is cancelled before.</summary>
    public Task RunAsync(Action<SqliteWriter> write, CancellationToken cancellation) => EnqueueAsync(_others, () =>
    {
        cancellation.ThrowIfCancellationRequested();
        Write(write, static _ => true);
    });

    /// <summary>Closes the connection when all that was to be written before is; the next write opens another.</summary>
    public Task CloseAsync() => EnqueueAsync(_others, Close);

    private Task EnqueueAsync(Queue<Action> queue, Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_isRunning)
            {
                // Before anything is queued, which without a thread would wait for ever.
                new Thread(Run) { IsBackground = true, Name = "SQLite writer" }.UnsafeStart();
                _isRunning = true;
            }

            queue.Enqueue(() =>
            {
                try
                {
                    work();
                    done.SetResult();
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            });
            Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    private void Run()
    {
        while (Next() is { } work)
        {
            work();
        }
    }

    private Action? Next()
    {
        lock (_gate)
        {
            if (IsNothingToDo && _writer is not null)
            {
                Monitor.Wait(_gate, idle);
                if (IsNothingToDo)
                {
                    _ = CloseAsync();
                }
            }

            _isRunning = _records.TryDequeue(out var work) || _others.TryDequeue(out work);
            return work;
        }
    }

    private bool IsNothingToDo => _records.Count == 0 && _others.Count == 0;

    private void Write(Action<SqliteWriter> write, Func<Exception, bool> harms)
    {
        database.ThrowIfStoodStill();
        try
        {
            write(_writer ??= new SqliteWriter(database.OpenSqlite()));
            _checkpoints.Note(_writer.TakeLogged());
        }
        catch (Exception e) when (harms(e))
        {
            Close();
            throw;
        }
    }

    private void Close()
    {
        var writer = _writer;
        _writer = null;
        writer?.Dispose();
    }
}
