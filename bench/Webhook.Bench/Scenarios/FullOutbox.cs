using System.Diagnostics;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;
using Webhook.Harness.Waiting;

namespace Webhook.Bench.Scenarios;

/// <summary>Subscription 0 holds as many events as one may, because its endpoint is away: what that costs, and how long it takes to wake.</summary>
internal static class FullOutbox
{
    /// <summary>How many others are read before it is woken.</summary>
    public const long WarmUp = 500;

    private const int InFlight = 500;
    private const long PutsAtATime = 1_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Adds the figures. The nodes must let subscriptions sleep soon; nothing is awake, nor held, before and after.</summary>
    public static async Task MeasureAsync(BenchCluster cluster, Figures figures, long events, CancellationToken cancellation)
    {
        var before = (await NodeMemory.OfAsync(cluster.Nodes, cancellation)).LiveBytes;
        cluster.Arrivals.IsOpen = false;
        var failed = cluster.Failures.Distinct;
        await Load.SendAsync(cluster, new SendOrder(cluster.TakeEvents(events), events, 1, InFlight), cancellation);
        await UntilAsync(() => cluster.Failures.Distinct > failed, "the subscription waits", cancellation);
        figures["events held by one subscription"] = events;
        figures["bytes of the node per event held"] = ((await NodeMemory.OfAsync(cluster.Nodes, cancellation)).LiveBytes - before) / events;

        await cluster.SteerAsync(0, 1, "pause", cancellation);
        figures["ms to wake it from its records"] = await WakeAsync(cluster, events, cancellation);
        figures["bytes of its snapshot per event held"] = await SnapshotAsync(cluster, cancellation) / events;
        figures["ms to wake it from its snapshot"] = await WakeAsync(cluster, events, cancellation);

        var arrived = cluster.Arrivals.Distinct;
        cluster.Arrivals.IsOpen = true;
        await cluster.SteerAsync(0, 1, "resume", cancellation);
        await UntilAsync(() => cluster.Arrivals.Distinct - arrived == events, $"all {events} held events arrive", cancellation);
        await AwakeSubscriptions.UntilNoneAsync(cluster, cancellation);
    }

    /// <summary>Milliseconds that a node that has just come back, and has read others before, takes until it answers for it.</summary>
    private static async Task<double> WakeAsync(BenchCluster cluster, long events, CancellationToken cancellation)
    {
        // What is awake is remembered, and woken before anybody asks.
        await AwakeSubscriptions.UntilNoneAsync(cluster, cancellation);
        await cluster.RestartNodesAsync([], cancellation);
        await cluster.WakeAsync(1, WarmUp, cancellation);
        var begin = Stopwatch.GetTimestamp();
        var view = await cluster.Nodes[0].ReadSubscriptionAsync(EventIds.Subscription(0));
        var milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        var held = view.GetProperty("undelivered").GetInt64();
        return held == events ? milliseconds : throw new InvalidOperationException($"{held} of {events} events were held after the restart.");
    }

    /// <summary>
    /// The bytes of a snapshot that holds all events. One is taken after twice as many records as events are held, so that an outbox
    /// that only grows never gets one; changes of its URL are records as well, and send nothing while it is paused.
    /// </summary>
    private static async Task<double> SnapshotAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        var server = cluster.Postgres!;
        var earlier = await DatabaseSize.SnapshotAsync(server.ConnectionString, EventIds.Subscription(0), cancellation);
        for (var put = 0L; ; put += PutsAtATime)
        {
            await Parallel.ForAsync(put, put + PutsAtATime, cancellation, async (number, _) =>
                await cluster.Nodes[0].CreateSubscriptionAsync(EventIds.Subscription(0), $"{cluster.UrlOf(EndpointPaths.Gated)}?n={number}"));
            var latest = await DatabaseSize.SnapshotAsync(server.ConnectionString, EventIds.Subscription(0), cancellation);
            if (latest.Sequence > earlier.Sequence)
            {
                return latest.Bytes;
            }
        }
    }

    private static Task UntilAsync(Func<bool> condition, string what, CancellationToken cancellation) =>
        Patience.UntilAsync(() => Task.FromResult(condition()), () => what, Longest, cancellation);
}
