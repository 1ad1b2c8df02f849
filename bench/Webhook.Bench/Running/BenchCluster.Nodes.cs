using System.Diagnostics;
using Webhook.Bench.Processes;
using Webhook.Harness.Nodes;

namespace Webhook.Bench.Running;

/// <summary>What is asked of the nodes, and how they come back.</summary>
internal sealed partial class BenchCluster
{
    private const int CallsAtOnce = 32;
    private static readonly TimeSpan ReadyAtMost = TimeSpan.FromMinutes(5);

    /// <summary>Creates subscriptions by their number, spread over the nodes.</summary>
    public Task SubscribeAsync(long first, long count, string path, int maxInFlight, CancellationToken cancellation) =>
        SubscribeToAsync(first, count, UrlOf(path), maxInFlight, cancellation);

    /// <summary>The same for any URL.</summary>
    public Task SubscribeToAsync(long first, long count, string url, int maxInFlight, CancellationToken cancellation) => Parallel.ForAsync(
        first, first + count, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellation }, async (number, _) =>
            await _nodes[(int)(number % _nodes.Count)].CreateSubscriptionAsync(EventIds.Subscription(number), url, maxInFlight));

    /// <summary>Pauses or resumes subscriptions by their number.</summary>
    public Task SteerAsync(long first, long count, string call, CancellationToken cancellation) => Parallel.ForAsync(first, first + count, cancellation, async (number, _) =>
    {
        using var answer = await Nodes[0].Api.PostAsync(new Uri($"/v1/subscriptions/{EventIds.Subscription(number)}/{call}", UriKind.Relative), null, cancellation);
        answer.EnsureSuccessStatusCode();
    });

    /// <summary>Reads subscriptions by their number, which wakes them.</summary>
    public Task WakeAsync(long first, long count, CancellationToken cancellation) => Parallel.ForAsync(
        first, first + count, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellation }, async (number, _) =>
            await _nodes[(int)(number % _nodes.Count)].ReadSubscriptionAsync(EventIds.Subscription(number)));

    /// <summary>
    /// Kills all nodes and starts them again on the same ports and PostgreSQL database, with further settings. Gives the monotonic
    /// time of the start and the seconds from there until all are ready.
    /// </summary>
    public async Task<(long Begin, double ReadySeconds)> RestartNodesAsync(IReadOnlyList<string> more, CancellationToken cancellation)
    {
        var setups = _nodes.ConvertAll(n => n.Setup with { Settings = [.. n.Setup.Settings, .. more] });
        _nodes.ForEach(n => n.Kill());
        _nodes.ForEach(n => n.Dispose());
        _nodes.Clear();
        _nodes.AddRange(setups.Select(s => new NodeProcess(s)));
        var begin = Stopwatch.GetTimestamp();
        foreach (var node in _nodes)
        {
            await node.StartAsync(untilReady: false, cancellation: cancellation);
        }

        foreach (var node in _nodes)
        {
            await node.UntilReadyAsync(ReadyAtMost, cancellation);
        }

        return (begin, Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }
}
