using System.Diagnostics;
using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;
using Webhook.Harness.Waiting;

namespace Webhook.Bench.Scenarios;

/// <summary>
/// Very many subscriptions of which few have something due, on nodes that are killed and started again: what sleeps must not cost
/// anything then, and what waits must be back before it is due.
/// </summary>
internal sealed class Scale : Scenario
{
    private const long Subscriptions = 1_000_000;
    private const long OneWaitsOf = 100;
    private const int InFlight = 2_000;
    private const double MiB = 1024 * 1024;

    /// <summary>From a failure to its retry; all must have failed, and the nodes must be back, before the first is due.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private double _bytesPerSubscription;

    public override string Name => "scale";

    public override string Description => "1,000,000 subscriptions, one in a hundred waits for a retry; the node is killed and started again";

    public override IReadOnlyList<string> NodeSettings => [$"--Webhook:Delivery:Interval={Interval:c}", OneHostForAll];

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var empty = await SizeAsync(cluster, cancellation);
        await JournalSeed.RegisterAsync(cluster, Of(settings), EndpointPaths.Gated, cancellation);
        _bytesPerSubscription = (await SizeAsync(cluster, cancellation) - empty) / (double)Of(settings);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var waiting = Math.Max(1, Of(settings) / OneWaitsOf);
        var before = await NodeMemory.OfAsync(cluster.Nodes, cancellation);
        cluster.Arrivals.IsOpen = false;
        var (arrivedBefore, againBefore) = (cluster.Arrivals.Distinct, cluster.Failures.Again);
        var order = new SendOrder(cluster.TakeEvents(waiting), waiting, waiting, InFlight);
        var sent = await Load.SendAsync(cluster, order, cancellation);
        // Once the table says so the failures are durable, too; a node killed earlier would make those attempts again.
        await UntilAsync(async () => await WaitingAsync(cluster, cancellation) == waiting, "all subscriptions that got an event wait", cancellation);
        var loaded = await NodeMemory.OfAsync(cluster.Nodes, cancellation);
        var (begin, ready) = await cluster.RestartNodesAsync([], cancellation);
        await AwakeSubscriptions.UntilAsync(cluster, waiting, cancellation);
        var awake = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var after = await NodeMemory.OfAsync(cluster.Nodes, cancellation);
        if (Stopwatch.GetElapsedTime(sent.Begin) > Interval)
        {
            throw new InvalidOperationException("The first retries were due before all that waited were awake again; give fewer --subscriptions.");
        }

        cluster.Arrivals.IsOpen = true;
        await UntilAsync(() => Task.FromResult(cluster.Arrivals.Distinct - arrivedBefore == waiting), "all events arrive", cancellation);
        var figures = new Figures
        {
            ["subscriptions"] = Of(settings),
            ["subscriptions that waited"] = waiting,
            ["database MiB per 1,000 subscriptions"] = _bytesPerSubscription * 1_000 / MiB,
            ["s from start to ready"] = ready,
            ["s from start until all that waited are awake"] = awake,
            ["failures beyond one per event"] = cluster.Failures.Again - againBefore,
        };
        AddMemory(figures, ("before the load", before), ("with all that wait", loaded), ("after the restart", after));
        var lateness = Load.Lateness(cluster, order, Interval);
        foreach (var (name, part) in new[] { ("p50", 0.5), ("p99", 0.99), ("most", 1) })
        {
            figures[$"retry after due, {name} s"] = Quantiles.Of(lateness, part);
        }

        return figures;
    }

    private static void AddMemory(Figures figures, params (string When, NodeMemory Memory)[] measured)
    {
        foreach (var (when, memory) in measured)
        {
            figures[$"live heap MiB of nodes, {when}"] = memory.LiveBytes / MiB;
            figures[$"resident MiB of nodes, {when}"] = memory.ResidentBytes / MiB;
        }
    }

    private static long Of(BenchSettings settings) => settings.Subscriptions ?? Subscriptions;

    /// <summary>0 without PostgreSQL; the seed says then that it cannot do without.</summary>
    private static async Task<long> SizeAsync(BenchCluster cluster, CancellationToken cancellation) =>
        cluster.Postgres is { } server ? await DatabaseSize.BytesAsync(server.ConnectionString, cancellation) : 0;

    private static async Task<double> WaitingAsync(BenchCluster cluster, CancellationToken cancellation) =>
        (await NodeMetrics.ReadAsync(cluster.Nodes[0], cancellation)).Sum("webhook_subscriptions", "waiting");

    private static Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellation) =>
        Patience.UntilAsync(condition, () => what, Longest, cancellation);
}
