using System.Diagnostics;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>
/// Has our own writers to an SQLite file take turns, and rest after each turn as long as it took. SQLite's lock is not fair:
/// a writer that comes back at once can keep the journal from ever getting it.
/// </summary>
internal sealed class WriteTurns
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task _previous = Task.CompletedTask;

    /// <summary>Runs <paramref name="work"/> when it is its turn.</summary>
    public Task RunAsync(Func<Task> work)
    {
        lock (_gate)
        {
            var turn = AfterAsync(_previous, work);
            _previous = RestAsync(turn);
            return turn;
        }
    }

    private static async Task<TimeSpan> AfterAsync(Task previous, Func<Task> work)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        var start = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task RestAsync(Task<TimeSpan> turn)
    {
        // A turn that failed most likely waited for the lock in vain; the next may begin at once.
        await ((Task)turn).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (turn.IsCompletedSuccessfully)
        {
            await Task.Delay(turn.Result < LongestRest ? turn.Result : LongestRest).ConfigureAwait(false);
        }
    }
}
