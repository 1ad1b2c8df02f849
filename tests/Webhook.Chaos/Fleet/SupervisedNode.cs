using Webhook.Chaos.Report;
using Webhook.Harness.Nodes;

namespace Webhook.Chaos.Fleet;

/// <summary>A node that is started again whenever it ends, as a service manager would.</summary>
internal sealed class SupervisedNode(int index, NodeSetup setup, Progress progress) : IDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private volatile bool _held;

    public int Index => index;

    public NodeProcess Process { get; } = new(setup);

    public string ContactPoint => Process.ContactPoint;

    /// <summary>When the present life began; the smallest is the oldest node's.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>How often it ended though no fault was done to it.</summary>
    public int EndedUnasked { get; private set; }

    /// <summary>From now on it is not started again.</summary>
    public void Hold() => _held = true;

    /// <summary>From now on it is.</summary>
    public void Release() => _held = false;

    public async Task StartAsync(bool untilReady, CancellationToken cancellation)
    {
        StartedAt = DateTimeOffset.UtcNow;
        await Process.StartAsync(untilReady: untilReady, cancellation: cancellation);
    }

    /// <summary>Whether the process ended within <paramref name="atMost"/>.</summary>
    public async Task<bool> EndsAsync(TimeSpan atMost)
    {
        try
        {
            await Process.ExitedAsync(atMost);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Starts the node again and again until cancelled.</summary>
    public async Task SuperviseAsync(CancellationToken cancellation)
    {
        var asked = false;
        while (!cancellation.IsCancellationRequested)
        {
            asked |= _held;
            if (!Process.IsRunning && !_held)
            {
                if (!asked)
                {
                    EndedUnasked++;
                    progress.Say($"{ContactPoint} ended unasked with exit code {Process.ExitCode}", "red");
                }

                await Task.Delay(RestartDelay, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!cancellation.IsCancellationRequested)
                {
                    await StartAsync(untilReady: false, cancellation);
                    asked = false;
                }
            }

            await Task.Delay(100, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => Process.Dispose();
}
