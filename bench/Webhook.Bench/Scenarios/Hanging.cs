using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;

namespace Webhook.Bench.Scenarios;

/// <summary>Pairs of equal loads, without and with subscriptions whose endpoints never answer: the others' latency.</summary>
internal sealed class Hanging(long hanging) : Scenario
{
    private const long Well = 1_000;
    private const double PerSecond = 2_000;
    private const double Seconds = 10;

    /// <summary>Longer than a hanging attempt: what is under way when they are paused has ended then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(16);

    public override string Name => $"hanging-{hanging}";

    public override string Description => $"1,000 well endpoints at 2,000 events/s, without and with {hanging} hanging ones";

    // A retry follows its time-out at once, so that they hang all the time.
    public override IReadOnlyList<string> NodeSettings => ["--Webhook:Delivery:Interval=00:00:05", "--Webhook:Delivery:Retries=20"];

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await cluster.SubscribeAsync(0, Well, EndpointPaths.Well, 1, cancellation);
        await cluster.SubscribeAsync(Well, hanging, EndpointPaths.Hanging, 1, cancellation);
        await LatenciesAsync(cluster, cancellation);
        await Load.SendAsync(cluster, new SendOrder(cluster.TakeEventsFrom(Well, Well + hanging, hanging), hanging, Well + hanging, 500), cancellation);
        await SteerAsync(cluster, "pause", cancellation);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await Task.Delay(Settle, cancellation);
        var without = await LatenciesAsync(cluster, cancellation);
        await SteerAsync(cluster, "resume", cancellation);
        var with = await LatenciesAsync(cluster, cancellation);
        await SteerAsync(cluster, "pause", cancellation);
        var figures = new Figures();
        foreach (var (name, part) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            figures[$"{name} ms without"] = Quantiles.Of(without, part);
            figures[$"{name} ms with"] = Quantiles.Of(with, part);
        }

        figures["p99 ms more with"] = figures["p99 ms with"] - figures["p99 ms without"];
        return figures;
    }

    private static async Task<List<double>> LatenciesAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        const long events = (long)(PerSecond * Seconds);
        var order = new SendOrder(cluster.TakeEvents(events), events, Well, 2_000, PerSecond);
        await Load.RunAsync(cluster, order, cancellation);
        return Load.Latencies(cluster, order);
    }

    private Task SteerAsync(BenchCluster cluster, string call, CancellationToken cancellation) => cluster.SteerAsync(Well, hanging, call, cancellation);
}
