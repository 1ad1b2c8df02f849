namespace Webhook.Cluster.Api.Cluster;

/// <summary>A member of the cluster.</summary>
internal sealed record MemberView(string Address, IReadOnlyList<string> Roles, string Status, bool Reachable, string Version, bool Leader);

/// <summary>What one node holds: shards with their entities.</summary>
internal sealed record RegionView(string Address, IReadOnlyDictionary<string, int> Shards, int Entities);

/// <summary>The cluster as one node sees it.</summary>
/// <param name="Self">The address of the node that answers.</param>
/// <param name="Members">Every member, by address.</param>
/// <param name="Regions">Every shard region, by address; null when they were not asked or one did not answer in time.</param>
internal sealed record ClusterView(string Self, IReadOnlyList<MemberView> Members, IReadOnlyList<RegionView>? Regions);
