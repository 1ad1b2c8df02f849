using System.Diagnostics.Metrics;
using Akka.Actor;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Telemetry;

/// <summary>
/// What is looked up when somebody asks. POSTs in flight are this node's own: take their sum over the nodes. What comes from
/// the summary table is the whole cluster's, the same on each node: take the maximum.
/// </summary>
internal sealed class NodeGauges : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Older counts are not shown: no figure is better than one that stands still while the database fails.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);

    private readonly WebhookMeter _counters;
    private readonly SummaryTable _table;
    private readonly TimeProvider _clock;
    private readonly ILogger<NodeGauges> _log;
    private volatile Counts? _counts;

    public NodeGauges(
        IMeterFactory meters, WebhookMeter counters, PostSlots slots, SummaryTable table, SummaryLag lag, IServiceProvider services, TimeProvider clock, ILogger<NodeGauges> log)
    {
        _counters = counters;
        _table = table;
        _clock = clock;
        _log = log;
        var meter = meters.Create(WebhookMeter.Name);
        meter.CreateObservableGauge("webhook.in_flight", () => slots.InFlight, "{post}", "POSTs in flight from this node");
        meter.CreateObservableGauge("webhook.in_line", () => slots.Waiting, "{post}", "POSTs of this node that could begin and wait for a place");
        meter.CreateObservableGauge("webhook.subscriptions", Subscriptions, "{subscription}", "Subscriptions of the whole cluster by phase; idle stands for idle and delivering");
        meter.CreateObservableGauge("webhook.undelivered", () => Total(c => c.Undelivered), "{event}", "Undelivered events of the whole cluster");
        meter.CreateObservableGauge("webhook.parked", () => Total(c => c.Parked), "{event}", "Parked events of the whole cluster");
        meter.CreateObservableGauge("webhook.summary.lag", () => lag.Seconds, "s", "How far this node's rows of the summary table may be behind");
        meter.CreateObservableGauge("webhook.cluster.members", () => Members(services, reachable: true), "{node}", "Members that this node sees");
        meter.CreateObservableGauge("webhook.cluster.unreachable", () => Members(services, reachable: false), "{node}", "Members that this node sees and cannot reach");
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _counters.BeginAtZero();
        using var timer = new PeriodicTimer(Period, _clock);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Not injected: the actor system must not be there before the journal's tables are.</summary>
    private static int Members(IServiceProvider services, bool reachable)
    {
        var state = Akka.Cluster.Cluster.Get(services.GetRequiredService<ActorSystem>()).State;
        return reachable ? state.Members.Count : state.Unreachable.Count;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            _counts = new Counts(await _table.CountByPhaseAsync(cancellation), _clock.GetTimestamp());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            _log.LogDebug(e, "The summary table could not be counted.");
        }
    }

    private Counts? Fresh() => _counts is { } counts && _clock.GetElapsedTime(counts.At) < Stale ? counts : null;

    private IEnumerable<Measurement<long>> Subscriptions() =>
        Fresh() is { } counts
            ? Enum.GetNames<Subscriptions.Core.Phase>()
                .Where(name => name != nameof(Webhook.Cluster.Subscriptions.Core.Phase.Delivering))
                .Select(name => new Measurement<long>(counts.ByPhase.GetValueOrDefault(name)?.Subscriptions ?? 0, new KeyValuePair<string, object?>("phase", name.ToLowerInvariant())))
            : [];

    private IEnumerable<Measurement<long>> Total(Func<PhaseCount, long> what) =>
        Fresh() is { } counts ? [new Measurement<long>(PhaseCount.Live(counts.ByPhase).Sum(what))] : [];

    private sealed record Counts(IReadOnlyDictionary<string, PhaseCount> ByPhase, long At);
}
