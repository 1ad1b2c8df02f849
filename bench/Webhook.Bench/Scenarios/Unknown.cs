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
        var (known, _) = await MeasureAsync(cluster, settings, 0, cancellation);
        var (mixed, rate) = await MeasureAsync(cluster, settings, 9, cancellation);
        var figures = new Figures
        {
            ["events/s, nine of ten unknown"] = rate,
            ["CPU µs per delivered event"] = known[Cpu],
            ["CPU µs per unknown event"] = Unknown(Cpu),
            ["CPU µs per delivered event, nodes and database"] = known[Cluster],
            ["CPU µs per unknown event, nodes and database"] = Unknown(Cluster),
            ["unknown of delivered"] = Unknown(Cpu) / known[Cpu],
            ["unknown of delivered, nodes and database"] = Unknown(Cluster) / known[Cluster],
        };
        if (cluster.Postgres is not null)
        {
            figures["rows written per unknown event"] = Unknown("rows written per event");
        }

        return figures;

        // Ten events cost one delivered and nine unknown ones.
        double Unknown(string what) => ((mixed[what] * 10) - known[what]) / 9;
    }

    private static async Task<(Figures Figures, double Rate)> MeasureAsync(BenchCluster cluster, BenchSettings settings, int unknownOfTen, CancellationToken cancellation)
    {
        var events = (settings.Events ?? Known) * (unknownOfTen == 0 ? 1 : 10);
        var figures = new Figures();
        var meter = await CostMeter.StartAsync(cluster);
        var (_, seconds) = await Load.RunAsync(cluster, new SendOrder(cluster.TakeEvents(events), events, Subscriptions, 2_000, UnknownOfTen: unknownOfTen), cancellation);
        await meter.ReadAsync(figures, events);
        figures[Cluster] = figures[Cpu] - (figures["CPU s per 1,000 events, sender"] * 1_000);
        return (figures, events / seconds);
    }
}
