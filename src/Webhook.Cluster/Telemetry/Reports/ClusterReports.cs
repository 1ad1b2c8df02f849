using Akka.Actor;
using Webhook.Cluster.Api.Cluster;

namespace Webhook.Cluster.Telemetry.Reports;

/// <summary>Asks every node how it fares.</summary>
internal sealed class ClusterReports(ActorSystem system, NodeState self)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The report of each member, by address; null for one that is unreachable or silent.</summary>
    public async Task<IReadOnlyDictionary<string, NodeReport?>> AskAsync(ClusterView view, CancellationToken cancellation)
    {
        var reports = await Task.WhenAll(view.Members.Select(async m => (m.Address, Report: await AskAsync(m, view.Self, cancellation))));
        return reports.ToDictionary(r => r.Address, r => r.Report, StringComparer.Ordinal);
    }

    private async Task<NodeReport?> AskAsync(MemberView member, string here, CancellationToken cancellation)
    {
        if (member.Address == here)
        {
            return self.Report();
        }

        if (!member.Reachable)
        {
            return null;
        }

        try
        {
            return await system.ActorSelection($"{member.Address}/user/{NodeReporter.Name}").Ask<NodeReport>(GetNodeReport.Instance, Patience, cancellation);
        }
        catch (AskTimeoutException)
        {
            // Also from a node of a version that does not know the question.
            return null;
        }
    }
}
