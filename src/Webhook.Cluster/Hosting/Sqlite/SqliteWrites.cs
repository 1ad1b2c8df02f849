namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>
/// Writes of the journal and the snapshot store, one after the other on one connection, on a thread of its own. SQLite takes one writer at
/// a time, and throws away what a connection has cached once another one writes; its driver blocks while the disk syncs, and a thread of
/// the pool would be missing to everybody else meanwhile. While nothing is written there is neither thread nor connection.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="idle">How long the thread waits for more.</param>
internal sealed class SqliteWrites(Database database, TimeSpan idle)
{
    private readonly object _gate = new();
    private readonly Queue<Action> _waiting = [];
    private bool _isRunning;
    private SqliteWriter? _writer;

    /// <summary>Runs <paramref name="write"/> when it is its turn.</summary>
    /// <param name="write">Writes in a transaction of its own.</param>
    /// <param name="harms">Whether the connection may not be used any more after a failure.</param>
    public Task RunAsync(Action<SqliteWriter> write, Func<Exception, bool> harms) => EnqueueAsync(() =>
    {
        try
        {
            write(_writer ??= new SqliteWriter(database));
        }
        catch (Exception e) when (harms(e))
        {
            Close();
            throw;
        }
    });

    /// <summary>Closes the connection when all that was to be written before is; the next write opens another.</summary>
    public Task CloseAsync() => EnqueueAsync(Close);

    private Task EnqueueAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue(() =>
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
            if (_isRunning)
            {
                Monitor.Pulse(_gate);
                return done.Task;
            }

            _isRunning = true;
        }

        new Thread(Run) { IsBackground = true, Name = "SQLite writer" }.Start();
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
            if (_waiting.Count == 0)
            {
                Monitor.Wait(_gate, idle);
            }

            if (_waiting.Count == 0 && _writer is not null)
            {
                _ = CloseAsync();
            }

            _isRunning = _waiting.TryDequeue(out var work);
            return work;
        }
    }

    private void Close()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
