using Npgsql;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>
/// Reads ahead for recoveries that begin at about the same time in few round trips: those that begin while all reads are under way share the
/// next one. Of a recovery that is read alone, most of the work is the round trip and not what it brings.
/// </summary>
/// <param name="read">Reads what some actors' recoveries begin with: one for each id, in their order.</param>
/// <param name="clock">Tells how long a read has taken.</param>
internal sealed class ReadsAhead(Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<ReadAhead>>> read, TimeProvider clock)
{
    /// <summary>Reads that may be under way, each on a connection of its own: where pages come from a slow disk, one waits for them after the other.</summary>
    internal const int AtOnce = 4;

    /// <summary>The most that share one: each may bring a snapshot of megabytes.</summary>
    internal const int Actors = 16;

    /// <summary>From so many in a read on, more are expected at once.</summary>
    internal const int BusyFrom = 4;

    /// <summary>How long the next read then waits for more. With less to do nothing waits.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(1);

    /// <summary>How long a read may take, waiting for a connection included; below the snapshot store's <c>call-timeout</c>, after which nobody wants it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Queue<Wanted> _waiting = new();
    private int _underWay;

    /// <summary>What the recovery of <paramref name="persistenceId"/> begins with, read no earlier than now.</summary>
    /// <exception cref="NpgsqlException">The server refused or did not answer.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or <paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<ReadAhead> ReadAsync(string persistenceId, CancellationToken cancellationToken = default)
    {
        var wanted = new Wanted(persistenceId, cancellationToken);
        bool isFree;
        lock (_lock)
        {
            _waiting.Enqueue(wanted);
            isFree = _underWay < AtOnce;
            _underWay += isFree ? 1 : 0;
        }

        if (isFree)
        {
            _ = RunAsync();
        }

        return wanted.Task.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            await ReadAsync(batch).ConfigureAwait(false);
            if (batch.Count >= BusyFrom)
            {
                await Task.Delay(Linger).ConfigureAwait(false);
            }
        }
    }

    private List<Wanted> Take()
    {
        var batch = new List<Wanted>();
        lock (_lock)
        {
            while (batch.Count < Actors && _waiting.TryDequeue(out var wanted))
            {
                if (!wanted.CancellationToken.IsCancellationRequested)
                {
                    batch.Add(wanted);
                }
            }

            if (batch.Count == 0)
            {
                _underWay--;
            }
        }

        return batch;
    }

    private async Task ReadAsync(IReadOnlyList<Wanted> batch)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            var ids = batch.Select(w => w.PersistenceId).Distinct(StringComparer.Ordinal).ToList();
            var found = ids.Zip(await read(ids, patience.Token).ConfigureAwait(false)).ToDictionary(StringComparer.Ordinal);
            foreach (var wanted in batch)
            {
                wanted.TrySetResult(found[wanted.PersistenceId]);
            }
        }
        catch (Exception e) when (batch.Count > 1 && e is (PostgresException or InvalidCastException))
        {
            // One actor's rows that the server cannot read, or we: the others are not to suffer from it, and by halves it is found in few reads.
            foreach (var half in batch.Chunk((batch.Count + 1) / 2))
            {
                await ReadAsync(half).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // A server that does not answer would keep each of them waiting in turn.
            foreach (var wanted in batch)
            {
                wanted.TrySetException(e);
            }
        }
    }

    private sealed class Wanted(string persistenceId, CancellationToken cancellationToken)
        : TaskCompletionSource<ReadAhead>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string PersistenceId => persistenceId;

        public CancellationToken CancellationToken => cancellationToken;
    }
}
