using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;

namespace Webhook.Bench.Scenarios;

/// <summary>As many events as receipts allow, over a number of subscriptions, between two measurements of the reference.</summary>
/// <param name="name">As the command line takes it.</param>
/// <param name="description">What it shows.</param>
/// <param name="subscriptions">How many.</param>
/// <param name="maxInFlight">POSTs in flight of each.</param>
/// <param name="inFlight">How many events may wait for their receipt.</param>
/// <param name="databaseLate">How late the database's answers are to arrive.</param>
internal sealed class Throughput(string name, string description, long subscriptions, int maxInFlight, int inFlight, TimeSpan databaseLate = default) : Scenario
{
    private const long Events = 100_000;
    private const int WarmUpLoads = 5;

    public override string Name => name;

    public override string Description => description;

    public override IReadOnlyList<string> NodeSettings => [OneHostForAll];

    public override TimeSpan DatabaseLate => databaseLate;

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await cluster.SubscribeAsync(0, settings.Subscriptions ?? subscriptions, EndpointPaths.Well, maxInFlight, cancellation);
        await Load.PlainAsync(cluster, cancellation);
        // While methods are still compiled, and compiled again by what they turned out to do, a node runs at half its speed, and after two
        // loads a fifth of its CPU time still goes there. Each node gets as many events as one alone does.
        for (var load = 0; load < WarmUpLoads * settings.Nodes; load++)
        {
            await Load.RunAsync(cluster, Order(cluster, settings), cancellation);
        }

        await Checkpoint.TakeAsync(cluster, cancellation);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var figures = new Figures();
        var plainBefore = await Load.PlainAsync(cluster, cancellation);
        var meter = await CostMeter.StartAsync(cluster);
        var order = Order(cluster, settings);
        var again = cluster.Arrivals.Again;
        var (sent, seconds) = await Load.RunAsync(cluster, order, cancellation);
        await meter.ReadAsync(figures, order.Count);
        var plain = (plainBefore + await Load.PlainAsync(cluster, cancellation)) / 2;
        figures["receipts/s"] = order.Count / sent.Seconds;
        figures["deliveries/s"] = order.Count / seconds;
        figures["plain POSTs/s"] = plain;
        figures["deliveries of plain POSTs"] = order.Count / seconds / plain;
        figures["POSTs beyond one per event"] = cluster.Arrivals.Again - again;
        return figures;
    }

    private SendOrder Order(BenchCluster cluster, BenchSettings settings)
    {
        var events = settings.Events ?? Events;
        return new SendOrder(cluster.TakeEvents(events), events, settings.Subscriptions ?? subscriptions, settings.InFlight ?? inFlight);
    }
}
