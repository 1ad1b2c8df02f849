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

    public override string Name => "unknown";

    public override string Description => "nine of ten events are for customers without a subscription";

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await cluster.SubscribeAsync(0, Subscriptions, EndpointPaths.Well, 1, cancellation);
        await MeasureAsync(cluster, settings, 0, cancellation);
        await MeasureAsync(cluster, settings, 9, cancellation);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var (known, _) = await MeasureAsync(cluster, settings, 0, cancellation);
        var (mixed, rate) = await MeasureAsync(cluster, settings, 9, cancellation);
        // Ten events cost one delivered and nine unknown ones.
        var unknown = ((mixed[Cpu] * 10) - known[Cpu]) / 9;
        var figures = new Figures
        {
            ["events/s, nine of ten unknown"] = rate,
            ["CPU µs per delivered event"] = known[Cpu],
            ["CPU µs per unknown event"] = unknown,
            ["unknown of delivered"] = unknown / known[Cpu],
        };
        if (cluster.Postgres is not null)
        {
            figures["rows written per unknown event"] = ((mixed["rows written per event"] * 10) - known["rows written per event"]) / 9;
        }

        return figures;
    }

    private static async Task<(Figures Figures, double Rate)> MeasureAsync(BenchCluster cluster, BenchSettings settings, int unknownOfTen, CancellationToken cancellation)
    {
        var events = (settings.Events ?? Known) * (unknownOfTen == 0 ? 1 : 10);
        var figures = new Figures();
        var meter = await CostMeter.StartAsync(cluster);
        var (_, seconds) = await Load.RunAsync(cluster, new SendOrder(cluster.TakeEvents(events), events, Subscriptions, 2_000, UnknownOfTen: unknownOfTen), cancellation);
        await meter.ReadAsync(figures, events);
        return (figures, events / seconds);
    }
}
