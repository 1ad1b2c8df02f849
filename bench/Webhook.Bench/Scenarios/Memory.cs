using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;

namespace Webhook.Bench.Scenarios;

/// <summary>What one subscription costs a node: asleep, awake with nothing to do, and with as many events held as it may hold.</summary>
internal sealed class Memory : Scenario
{
    private const long Subscriptions = 50_000;
    private const long Events = 10_000;
    private const int InFlight = 500;
    private const long WarmOf = 10;
    private const string ShortSleep = "--Webhook:Cluster:PassivateAfter=00:00:02";

    public override string Name => "memory";

    public override string Description => "bytes of a node for a subscription that sleeps, that is awake, and that holds 10,000 events";

    // No retry falls due while it is measured.
    public override IReadOnlyList<string> NodeSettings => ["--Webhook:Delivery:Interval=01:00:00", OneHostForAll];

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        cluster.Arrivals.IsOpen = true;
        await JournalSeed.RegisterAsync(cluster, Of(settings), EndpointPaths.Gated, cancellation);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var figures = new Figures { ["subscriptions"] = Of(settings) };
        await AwakeAsync(cluster, figures, Of(settings), cancellation);
        await AsleepAsync(cluster, figures, Of(settings), cancellation);
        await FullOutbox.MeasureAsync(cluster, figures, settings.Events ?? Events, cancellation);
        return figures;
    }

    private static async Task AwakeAsync(BenchCluster cluster, Figures figures, long subscriptions, CancellationToken cancellation)
    {
        await cluster.RestartNodesAsync(["--Webhook:Cluster:PassivateAfter=01:00:00"], cancellation);
        // What a node compiles and sets up at its first calls belongs to no subscription.
        var warm = subscriptions / WarmOf;
        await cluster.WakeAsync(1, warm, cancellation);
        var before = await LiveAsync(cluster, cancellation);
        await cluster.WakeAsync(1 + warm, subscriptions - 1 - warm, cancellation);
        var awake = await LiveAsync(cluster, cancellation);
        figures["bytes per idle subscription, woken by a GET"] = (awake - before) / (subscriptions - 1 - warm);
        await SendEachAsync(cluster, subscriptions, 1, subscriptions - 1, cancellation);
        figures["more bytes after a delivery to each"] = (await LiveAsync(cluster, cancellation) - awake) / (subscriptions - 1);
    }

    private static async Task AsleepAsync(BenchCluster cluster, Figures figures, long subscriptions, CancellationToken cancellation)
    {
        // Those that were awake are woken once more; only a node after that one starts with none.
        await cluster.RestartNodesAsync([ShortSleep], cancellation);
        await AwakeSubscriptions.UntilAsync(cluster, 1, cancellation);
        await AwakeSubscriptions.UntilNoneAsync(cluster, cancellation);
        await cluster.RestartNodesAsync([], cancellation);
        var warm = subscriptions / WarmOf;
        await SendEachAsync(cluster, subscriptions, 1, warm, cancellation);
        await AwakeSubscriptions.UntilNoneAsync(cluster, cancellation);
        var before = await LiveAsync(cluster, cancellation);
        await SendEachAsync(cluster, subscriptions, 1 + warm, subscriptions - 1 - warm, cancellation);
        await AwakeSubscriptions.UntilNoneAsync(cluster, cancellation);
        figures["bytes per subscription that sleeps again"] = (await LiveAsync(cluster, cancellation) - before) / (subscriptions - 1 - warm);
    }

    /// <summary>One event to each of <paramref name="count"/> subscriptions from <paramref name="first"/> on, until all have arrived.</summary>
    private static async Task SendEachAsync(BenchCluster cluster, long subscriptions, long first, long count, CancellationToken cancellation) =>
        await Load.RunAsync(cluster, new SendOrder(cluster.TakeEventsFrom(first, subscriptions, count), count, subscriptions, InFlight), cancellation);

    private static async Task<double> LiveAsync(BenchCluster cluster, CancellationToken cancellation) =>
        (await NodeMemory.OfAsync(cluster.Nodes, cancellation)).LiveBytes;

    /// <summary>Enough for each warm-up to be a part of them.</summary>
    private static long Of(BenchSettings settings) => Math.Max(2 * FullOutbox.WarmUp, settings.Subscriptions ?? Subscriptions);
}
