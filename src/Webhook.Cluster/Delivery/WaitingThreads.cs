namespace Webhook.Cluster.Delivery;

/// <summary>
/// Runs calls that block on threads of its own, so that none of them holds a thread of the pool, which everything else in the node needs. Threads
/// are made when there is something to do, and end when there is not.
/// </summary>
/// <param name="atMost">How many calls may block at once; further ones wait, in the order in which they came.</param>
/// <param name="name">The threads' name.</param>
/// <param name="idle">How long a thread waits for something to do.</param>
internal sealed class WaitingThreads(int atMost, string name, TimeSpan idle) : TaskScheduler
{
    private readonly object _gate = new();
    private readonly Queue<Task> _waiting = new();
    private int _threads;
    private int _idle;

    /// <summary>How many threads there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _threads;
            }
        }
    }

    /// <summary>Runs <paramref name="call"/>; what follows on it runs on the pool.</summary>
    public Task<T> RunAsync<T>(Func<T> call) => Task.Factory.StartNew(
        call, CancellationToken.None, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously, this);

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _waiting];
        }
    }

    /// <inheritdoc />
    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            _waiting.Enqueue(task);
            // Those that were woken and have not taken theirs yet still count as idle.
            if (_idle >= _waiting.Count)
            {
                Monitor.Pulse(_gate);
                return;
            }

            if (_threads == atMost)
            {
                return;
            }

            _threads++;
        }

        try
        {
            new Thread(Work) { IsBackground = true, Name = name }.Start();
        }
        catch
        {
            lock (_gate)
            {
                _threads--;
            }

            throw;
        }
    }

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    private void Work()
    {
        while (Next() is { } task)
        {
            TryExecuteTask(task);
        }
    }

    private Task? Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                _idle++;
                var isWoken = Monitor.Wait(_gate, idle);
                _idle--;
                if (!isWoken && _waiting.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            return _waiting.Dequeue();
        }
    }
}
