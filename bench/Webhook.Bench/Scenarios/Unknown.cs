using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;

namespace Webhook.Bench.Scenarios;

/// <summary>Nine of ten events are for customers without a webhook: what one of them costs, beside one that is delivered.</summary>
internal sealed class Unknown : Scenario
{
    private const long Subscriptions = 1_000;
    private const long Known = 50_000;
    private const string Cpu = "CPU µs per event without the endpoint";
    private const string Cluster = "CPU µs per event of nodes and database";
    private const string Rate = "events/s";
    private const int WarmUpLoads = 4;

    public override string Name => "unknown";

    public override string Description => "nine of ten events are for customers without a subscription";

    public override IReadOnlyList<string> NodeSettings => [OneHostForAll];

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await cluster.SubscribeAsync(0, Subscriptions, EndpointPaths.Well, 1, cancellation);
        for (var load = 0; load < WarmUpLoads; load++)
        {
            await MeasureAsync(cluster, settings, 0, cancellation);
        }

        await MeasureAsync(cluster, settings, 9, cancellation);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var delivered = await MeasureAsync(cluster, settings, 0, cancellation);
        var mixed = await MeasureAsync(cluster, settings, 9, cancellation);
        // Alone: beside unknown ones the delivered come seldom, share fewer statements and cost more, which is not the unknown ones' cost.
        var unknown = await MeasureAsync(cluster, settings, 10, cancellation);
        var figures = new Figures
        {
            ["events/s, nine of ten unknown"] = mixed[Rate],
            ["CPU µs per event, nine of ten unknown"] = mixed[Cpu],
            ["CPU µs per delivered event"] = delivered[Cpu],
            ["CPU µs per unknown event"] = unknown[Cpu],
            ["CPU µs per delivered event, nodes and database"] = delivered[Cluster],
            ["CPU µs per unknown event, nodes and database"] = unknown[Cluster],
            ["unknown of delivered"] = unknown[Cpu] / delivered[Cpu],
            ["unknown of delivered, nodes and database"] = unknown[Cluster] / delivered[Cluster],
        };
        if (cluster.Postgres is not null)
        {
            figures["rows written per unknown event"] = unknown["rows written per event"];
        }

        return figures;
    }

    private static async Task<Figures> MeasureAsync(BenchCluster cluster, BenchSettings settings, int unknownOfTen, CancellationToken cancellation)
    {
        var events = (settings.Events ?? Known) * (unknownOfTen == 0 ? 1 : 10);
        var figures = new Figures();
        var order = new SendOrder(cluster.TakeEvents(events), events, Subscriptions, 2_000, UnknownOfTen: unknownOfTen);
        var meter = await CostMeter.StartAsync(cluster);
        if (unknownOfTen == 10)
        {
            await Load.SendAsync(cluster, order, cancellation);
        }
        else
        {
            figures[Rate] = events / (await Load.RunAsync(cluster, order, cancellation)).Seconds;
        }

        await meter.ReadAsync(figures, events);
        figures[Cluster] = figures[Cpu] - (figures["CPU s per 1,000 events, sender"] * 1_000);
        return figures;
    }
}
