using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;

namespace Webhook.Bench.Scenarios;

/// <summary>Pairs of equal loads, without and with subscriptions whose endpoints mean harm in every way at once: the others' rate and latency.</summary>
internal sealed class Attack : Scenario
{
    private const long Well = 1_000;
    private const long OfEachWay = 20;
    private const double PerSecond = 2_000;
    private const double Seconds = 15;

    /// <summary>Longer than the longest attempt: what is under way when they are paused has ended then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(16);

    public override string Name => "attack";

    public override string Description => $"1,000 well endpoints at 2,000 events/s, without and with {OfEachWay} hostile ones of each of {Hostility.Ways.Count + 1} ways";

    // Each failure is tried again after a second, so that they attack all the time.
    public override IReadOnlyList<string> NodeSettings => ["--Webhook:Delivery:Interval=00:00:01", "--Webhook:Delivery:Retries=20"];

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await cluster.StartHostileAsync(cancellation);
        await cluster.SubscribeAsync(0, Well, EndpointPaths.Well, 1, cancellation);
        var next = Well;
        foreach (var url in cluster.HostileUrls)
        {
            await cluster.SubscribeToAsync(next, OfEachWay, url, 1, cancellation);
            next += OfEachWay;
        }

        await LoadAsync(cluster, cancellation);
        await Load.SendAsync(cluster, new SendOrder(cluster.TakeEventsFrom(Well, next, 5 * next), 5 * next, next, 500), cancellation);
        await SteerAsync(cluster, "pause", cancellation);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await Task.Delay(Settle, cancellation);
        var without = await LoadAsync(cluster, cancellation);
        await SteerAsync(cluster, "resume", cancellation);
        var attacks = await cluster.HostileConnectionsAsync(cancellation);
        var with = await LoadAsync(cluster, cancellation);
        attacks = await cluster.HostileConnectionsAsync(cancellation) - attacks;
        await SteerAsync(cluster, "pause", cancellation);
        return new Figures
        {
            ["deliveries/s without"] = without.PerSecond,
            ["deliveries/s with"] = with.PerSecond,
            ["deliveries with of without"] = with.PerSecond / without.PerSecond,
            ["hostile connections/s"] = attacks / Seconds,
            ["p99 ms without"] = Quantiles.Of(without.Latencies, 0.99),
            ["p99 ms with"] = Quantiles.Of(with.Latencies, 0.99),
        };
    }

    private static async Task<(double PerSecond, List<double> Latencies)> LoadAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        const long events = (long)(PerSecond * Seconds);
        var order = new SendOrder(cluster.TakeEvents(events), events, Well, 2_000, PerSecond);
        var (_, seconds) = await Load.RunAsync(cluster, order, cancellation);
        return (order.Count / seconds, Load.Latencies(cluster, order));
    }

    private static Task SteerAsync(BenchCluster cluster, string call, CancellationToken cancellation) =>
        cluster.SteerAsync(Well, cluster.HostileUrls.Count * OfEachWay, call, cancellation);
}
