using System.Diagnostics;
using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;

namespace Webhook.Bench.Scenarios;

/// <summary>Very many sleeping subscriptions, each touched once: waking, delivering, falling asleep again, all inside the measured time.</summary>
internal sealed class Cold : Scenario
{
    private const long Subscriptions = 100_000;
    private const int InFlight = 500;

    public override string Name => "cold";

    public override string Description => "100,000 sleeping subscriptions, each touched once, until all sleep again";

    public override IReadOnlyList<string> NodeSettings => ["--Webhook:Cluster:PassivateAfter=00:00:02", OneHostForAll];

    public override async Task PrepareAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        await JournalSeed.RegisterAsync(cluster, Of(settings), EndpointPaths.Well, cancellation);
        await Load.PlainAsync(cluster, cancellation);
        // Warm up on a part, so that what follows finds most of them as cold as the database's memory allows.
        var part = Of(settings) / 10;
        await Load.RunAsync(cluster, new SendOrder(cluster.TakeEvents(part), part, Of(settings), InFlight), cancellation);
        await AwakeSubscriptions.UntilNoneAsync(cluster, cancellation);
    }

    public override async Task<Figures> RunAsync(BenchCluster cluster, BenchSettings settings, CancellationToken cancellation)
    {
        var figures = new Figures();
        var count = Of(settings);
        var plainBefore = await Load.PlainAsync(cluster, cancellation);
        var meter = await CostMeter.StartAsync(cluster);
        var (sent, seconds) = await Load.RunAsync(cluster, new SendOrder(cluster.TakeEvents(count), count, count, InFlight), cancellation);
        await AwakeSubscriptions.UntilNoneAsync(cluster, cancellation);
        var asleep = Stopwatch.GetElapsedTime(sent.Begin).TotalSeconds;
        await meter.ReadAsync(figures, count);
        var plain = (plainBefore + await Load.PlainAsync(cluster, cancellation)) / 2;
        figures["deliveries/s"] = count / seconds;
        figures["deliveries/s until all sleep"] = count / asleep;
        figures["plain POSTs/s"] = plain;
        figures["deliveries until all sleep, of plain POSTs"] = count / asleep / plain;
        return figures;
    }

    private static long Of(BenchSettings settings) => settings.Subscriptions ?? Subscriptions;
}
