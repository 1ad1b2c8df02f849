using Npgsql;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>
/// Reads ahead for recoveries that begin at about the same time in few round trips: those that begin while all reads are under way share the
/// next one. Of a recovery that is read alone, most of the work is the round trip and not what it brings.
/// </summary>
/// <param name="read">Reads what some actors' recoveries begin with: one for each id, in their order.</param>
internal sealed class ReadsAhead(Func<IReadOnlyList<string>, Task<IReadOnlyList<ReadAhead>>> read)
{
    /// <summary>Reads that may be under way, each on a connection of its own.</summary>
    internal const int AtOnce = 2;

    /// <summary>The most that share one: each may bring a snapshot of megabytes.</summary>
    internal const int Actors = 32;

    /// <summary>From so many in a read on, more are expected at once.</summary>
    internal const int BusyFrom = 4;

    /// <summary>How long the next read then waits for more. With less to do nothing waits.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<Wanted> _waiting = new();
    private int _underWay;

    /// <summary>What the recovery of <paramref name="persistenceId"/> begins with, read no earlier than now.</summary>
    public Task<ReadAhead> ReadAsync(string persistenceId)
    {
        var wanted = new Wanted(persistenceId);
        lock (_lock)
        {
            _waiting.Enqueue(wanted);
            if (_underWay == AtOnce)
            {
                return wanted.Task;
            }

            _underWay++;
        }

        _ = RunAsync();
        return wanted.Task;
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
                batch.Add(wanted);
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
            var ids = batch.Select(w => w.PersistenceId).Distinct(StringComparer.Ordinal).ToList();
            var found = ids.Zip(await read(ids).ConfigureAwait(false)).ToDictionary(StringComparer.Ordinal);
            foreach (var wanted in batch)
            {
                wanted.TrySetResult(found[wanted.PersistenceId]);
            }
        }
        catch (Exception e) when (batch.Count > 1 && IsOfOne(e))
        {
            // The others are not to suffer from it.
            foreach (var wanted in batch)
            {
                await ReadAsync([wanted]).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            foreach (var wanted in batch)
            {
                wanted.TrySetException(e);
            }
        }
    }

    /// <summary>Whether a failure may be the fault of a single actor's rows. Where the server does not answer, each alone would wait for it in turn.</summary>
    private static bool IsOfOne(Exception failure) => failure is PostgresException { IsTransient: false } or InvalidCastException;

    private sealed class Wanted(string persistenceId) : TaskCompletionSource<ReadAhead>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string PersistenceId => persistenceId;
    }
}
