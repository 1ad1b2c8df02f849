using System.Diagnostics;
using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;
using Webhook.Harness.Waiting;

namespace Webhook.Bench.Scenarios;

/// <summary>An endpoint that was away comes back: everything held goes out.</summary>
/// <param name="name">As the command line takes it.</param>
/// <param name="description">What it shows.</param>
/// <param name="subscriptions">How many wait.</param>
/// <param name="events">How many events they hold together.</param>
/// <param name="interval">From a failure to its retry; all must have failed before the first is due.</param>
internal sealed class Outage(string name, string description, long subscriptions, long events, TimeSpan interval) : Scenario
{
    private const int InFlight = 2_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public override string Name => name;

    public override string Description => description;

    public override IReadOnlyList<string> NodeSettings => [$"--Webhook:Delivery:Interval={interval:c}"];

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await JournalSeed.RegisterAsync(cluster, subscriptions, EndpointPaths.Gated, cancellation);
        cluster.Arrivals.IsOpen = true;
        await Load.RunAsync(cluster, new SendOrder(cluster.TakeEvents(subscriptions), subscriptions, subscriptions, InFlight), cancellation);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var plainBefore = await Load.PlainAsync(cluster, cancellation);
        cluster.Arrivals.IsOpen = false;
        var (arrivedBefore, failedBefore) = (cluster.Arrivals.Distinct, cluster.Failures.Distinct);
        var order = new SendOrder(cluster.TakeEvents(events), events, subscriptions, InFlight);
        var sent = await Load.SendAsync(cluster, order, cancellation);
        await UntilAsync(() => cluster.Failures.Distinct - failedBefore >= subscriptions, "all subscriptions fail once", cancellation);
        if (Stopwatch.GetElapsedTime(sent.Begin) > interval)
        {
            throw new InvalidOperationException("The first retries were due before all subscriptions waited; give fewer --events.");
        }

        cluster.Arrivals.IsOpen = true;
        await UntilAsync(() => cluster.Arrivals.Distinct - arrivedBefore == order.Count, "all events arrive", cancellation);
        return await FiguresOfAsync(cluster, order, plainBefore, cancellation);
    }

    private async Task<Figures> FiguresOfAsync(BenchCluster cluster, SendOrder order, double plainBefore, CancellationToken cancellation)
    {
        var arrivals = order.Numbers.Select(cluster.Arrivals.At).ToList();
        var seconds = Stopwatch.GetElapsedTime(arrivals.Min(), arrivals.Max()).TotalSeconds;
        // The POST that failed carried the event that is tried again first.
        var lateness = Load.Lateness(cluster, order, interval);
        var plain = (plainBefore + await Load.PlainAsync(cluster, cancellation)) / 2;
        return new Figures
        {
            ["subscriptions that waited"] = subscriptions,
            ["s from first to last arrival"] = seconds,
            ["deliveries/s"] = order.Count / seconds,
            ["plain POSTs/s"] = plain,
            ["deliveries of plain POSTs"] = order.Count / seconds / plain,
            ["retry after due, p50 s"] = Quantiles.Of(lateness, 0.5),
            ["retry after due, p99 s"] = Quantiles.Of(lateness, 0.99),
            ["retry after due, most s"] = Quantiles.Of(lateness, 1),
        };
    }

    private static Task UntilAsync(Func<bool> condition, string what, CancellationToken cancellation) =>
        Patience.UntilAsync(() => Task.FromResult(condition()), () => what, Longest, cancellation);
}
