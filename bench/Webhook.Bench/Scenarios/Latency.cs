using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;

namespace Webhook.Bench.Scenarios;

/// <summary>From receipt to arrival at three tenths of the rate that the same run has just reached.</summary>
internal sealed class Latency : Scenario
{
    private const long Subscriptions = 1_000;
    private const int InFlight = 2_000;
    private const int WarmUpLoads = 8;
    private const double Part = 0.3;
    private const double Seconds = 10;

    public override string Name => "latency";

    public override string Description => "1,000 subscriptions, from receipt to arrival at 30 % of the rate just measured";

    public override IReadOnlyList<string> NodeSettings => [OneHostForAll];

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await cluster.SubscribeAsync(0, Of(settings), EndpointPaths.Well, 1, cancellation);
        for (var load = 0; load < WarmUpLoads; load++)
        {
            await Load.RunAsync(cluster, Fast(cluster, settings), cancellation);
        }
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var fast = Fast(cluster, settings);
        var most = fast.Count / (await Load.RunAsync(cluster, fast, cancellation)).Seconds;
        var events = (long)(most * Part * Seconds);
        var paced = new SendOrder(cluster.TakeEvents(events), events, Of(settings), InFlight, most * Part);
        await Load.RunAsync(cluster, paced, cancellation);
        var latencies = Load.Latencies(cluster, paced);
        return new Figures
        {
            ["deliveries/s at most"] = most,
            ["deliveries/s while measured"] = most * Part,
            ["receipt to arrival, p50 ms"] = Quantiles.Of(latencies, 0.5),
            ["receipt to arrival, p99 ms"] = Quantiles.Of(latencies, 0.99),
            ["receipt to arrival, most ms"] = Quantiles.Of(latencies, 1),
            ["no receipt at all for, ms"] = Gaps.LongestMs(paced.Numbers.Select(cluster.Receipts.At)),
            ["no arrival at all for, ms"] = Gaps.LongestMs(paced.Numbers.Select(cluster.Arrivals.At)),
        };
    }

    private static long Of(BenchSettings settings) => settings.Subscriptions ?? Subscriptions;

    private static SendOrder Fast(BenchCluster cluster, BenchSettings settings)
    {
        var events = settings.Events ?? 50_000;
        return new SendOrder(cluster.TakeEvents(events), events, Of(settings), InFlight);
    }
}
