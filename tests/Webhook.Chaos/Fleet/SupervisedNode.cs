using System.Collections.Concurrent;
using Webhook.Chaos.Faults;
using Webhook.Chaos.Report;
using Webhook.Harness.Nodes;
using Webhook.Harness.Waiting;

namespace Webhook.Chaos.Fleet;

/// <summary>A node that is started again whenever it ends, as a service manager would.</summary>
internal sealed class SupervisedNode(int index, NodeSetup setup, Progress progress) : IDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<UnaskedEnd> _unaskedEnds = new();
    private volatile bool _held;
    private volatile bool _expected;

    // Remembered until it is started again: a fault may be over before the supervision looks.
    private volatile bool _asked;

    public int Index => index;

    public NodeProcess Process { get; } = new(setup);

    public string ContactPoint => Process.ContactPoint;

    /// <summary>When the present life began; the smallest is the oldest node's.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it ended though no fault was done to it.</summary>
    public IReadOnlyCollection<UnaskedEnd> UnaskedEnds => _unaskedEnds;

    /// <summary>From now on it is not started again.</summary>
    public void Hold() => _held = _asked = true;

    /// <summary>From now on it may end, and is started again as always.</summary>
    public void ExpectEnd() => _expected = _asked = true;

    /// <summary>From now on it is started again, and may not end by itself.</summary>
    public void Release() => _held = _expected = false;

    /// <summary>Whether it ended and was started again after <paramref name="moment"/>, waiting for that at most <paramref name="atMost"/>.</summary>
    public async Task<bool> RestartsAsync(DateTimeOffset moment, TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await Patience.UntilAsync(() => Task.FromResult(StartedAt > moment && Process.IsRunning), () => "it is started again", atMost, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

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
        while (!cancellation.IsCancellationRequested)
        {
            if (!Process.IsRunning && !_held)
            {
                if (!_asked)
                {
                    _unaskedEnds.Enqueue(new UnaskedEnd(ContactPoint, DateTimeOffset.UtcNow));
                    progress.Say($"{ContactPoint} ended unasked with exit code {Process.ExitCode}; its last remarkable lines:{Environment.NewLine}{Process.Remarkable}", "red");
                }

                await Task.Delay(RestartDelay, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!cancellation.IsCancellationRequested)
                {
                    _asked = _held || _expected;
                    await StartAsync(untilReady: false, cancellation);
                }
            }

            await Task.Delay(100, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => Process.Dispose();
}
