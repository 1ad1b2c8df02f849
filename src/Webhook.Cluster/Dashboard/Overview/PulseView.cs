using Webhook.Cluster.Api.Cluster;
using Webhook.Cluster.Subscriptions.Summary;
using Webhook.Cluster.Telemetry.Reports;

namespace Webhook.Cluster.Dashboard.Overview;

/// <summary>The whole cluster at one moment.</summary>
/// <param name="Cluster">Members as this node sees them.</param>
/// <param name="Reports">How each fares, by address; null where one did not answer.</param>
/// <param name="Table">What the summary table says; null where it could not be read.</param>
internal sealed record PulseView(ClusterView Cluster, IReadOnlyDictionary<string, NodeReport?> Reports, TableView? Table);

/// <summary>What the summary table says.</summary>
/// <param name="Phases">What the subscriptions of each phase come to.</param>
/// <param name="NearlyFull">Subscriptions that hold nearly as much as they may.</param>
/// <param name="NearlyFullFrom">How many events that is.</param>
/// <param name="Overdue">Subscriptions whose retry should have been made.</param>
internal sealed record TableView(IReadOnlyDictionary<string, PhaseCount> Phases, int NearlyFull, int NearlyFullFrom, int Overdue)
{
    public long Subscriptions => Phases.Values.Sum(p => (long)p.Subscriptions);

    public long Undelivered => PhaseCount.Live(Phases).Sum(p => p.Undelivered);

    public long Parked => PhaseCount.Live(Phases).Sum(p => p.Parked);

    /// <summary>What the subscriptions of a phase come to.</summary>
    public PhaseCount Of(Webhook.Cluster.Subscriptions.Core.Phase phase) => Phases.GetValueOrDefault(phase.ToString()) ?? new PhaseCount(0, 0, 0);
}
