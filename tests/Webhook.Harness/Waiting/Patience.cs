using System.Diagnostics;

namespace Webhook.Harness.Waiting;

/// <summary>Waits for conditions with a deadline.</summary>
public static class Patience
{
    /// <summary>Asks <paramref name="condition"/> again and again until it holds.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="what">Says, when it is too late, what did not happen.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan atMost, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > atMost)
            {
                throw new TimeoutException($"Not within {atMost.TotalSeconds:0} s: {what()}");
            }

            await Task.Delay(25, cancellation);
        }
    }
}
