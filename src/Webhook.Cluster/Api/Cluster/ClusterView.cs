using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Cluster.Api.Cluster;

/// <summary>A member of the cluster.</summary>
internal sealed record MemberView(string Address, IReadOnlyList<string> Roles, string Status, bool Reachable, string Version, bool Leader);

/// <summary>What one node holds: shards with their entities.</summary>
internal sealed record RegionView(string Address, IReadOnlyDictionary<string, int> Shards, int Entities);

/// <summary>The cluster as this node sees it.</summary>
internal sealed record ClusterView(IReadOnlyList<MemberView> Members, IReadOnlyList<RegionView> Regions);

/// <summary>Looks at the cluster and moves its members.</summary>
internal sealed class ClusterInspector(ActorSystem system, IRequiredActor<SubscriptionRegion> region)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(system);

    public async Task<ClusterView> LookAsync(CancellationToken cancellation)
    {
        var state = Cluster.State;
        var members = state.Members
            .Select(m => new MemberView(
                m.Address.ToString(), [.. m.Roles.Order(StringComparer.Ordinal)], m.Status.ToString(), !state.Unreachable.Contains(m),
                m.AppVersion.ToString(), m.Address.Equals(state.Leader)))
            .OrderBy(m => m.Address, StringComparer.Ordinal)
            .ToList();
        var stats = await region.ActorRef.Ask<ClusterShardingStats>(new GetClusterShardingStats(Patience), Patience + TimeSpan.FromSeconds(1), cancellation);
        var regions = stats.Regions
            .Select(r => new RegionView(r.Key.ToString(), r.Value.Stats, r.Value.Stats.Values.Sum()))
            .OrderBy(r => r.Address, StringComparer.Ordinal)
            .ToList();
        return new ClusterView(members, regions);
    }

    /// <summary>The member's address, for a full address or <c>host:port</c>; null when there is none.</summary>
    public Address? Find(string text) => Cluster.State.Members
        .Select(m => m.Address)
        .FirstOrDefault(a => a.ToString() == text || $"{a.Host}:{a.Port}" == text);

    public void Leave(Address address) => Cluster.Leave(address);

    public void Down(Address address) => Cluster.Down(address);
}
