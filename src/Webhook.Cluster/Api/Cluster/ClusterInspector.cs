using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Cluster.Api.Cluster;

/// <summary>Looks at the cluster and moves its members.</summary>
internal sealed class ClusterInspector(ActorSystem system, IRequiredActor<SubscriptionRegion> region)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(system);

    public async Task<ClusterView> LookAsync(bool withRegions, CancellationToken cancellation)
    {
        var state = Cluster.State;
        var members = state.Members
            .Select(m => new MemberView(
                m.Address.ToString(), [.. m.Roles.Order(StringComparer.Ordinal)], m.Status.ToString(), !state.Unreachable.Contains(m),
                m.AppVersion.ToString(), m.Address.Equals(state.Leader)))
            .OrderBy(m => m.Address, StringComparer.Ordinal)
            .ToList();
        return new ClusterView(Cluster.SelfAddress.ToString(), members, withRegions ? await RegionsAsync(cancellation) : null);
    }

    /// <summary>The oldest member, which runs what there is one of in the cluster; null when none is up.</summary>
    public Address? Oldest => Cluster.State.Members
        .Where(m => m.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting)
        .Aggregate(default(Member), (oldest, m) => oldest is null || m.IsOlderThan(oldest) ? m : oldest)?.Address;

    /// <summary>The member with this full address or <c>host:port</c>; null when there is none.</summary>
    public Member? Find(string text) => Cluster.State.Members
        .FirstOrDefault(m => m.Address.ToString() == text || $"{m.Address.Host}:{m.Address.Port}" == text);

    /// <summary>Why this member cannot leave; null when it can. One that is leaving already may be told so again.</summary>
    public string? LeaveFault(Member member)
    {
        var state = Cluster.State;
        return member.Status switch
        {
            MemberStatus.Down or MemberStatus.Removed => "This member is down and goes by itself; there is nothing to hand over.",
            _ when state.Unreachable.Contains(member) =>
                "This member is unreachable, so it cannot hand over; wait until it is back, or declare it dead with down.",
            MemberStatus.Up when state.Members.Count(m => m.Status == MemberStatus.Up && !state.Unreachable.Contains(m)) == 1 =>
                "This is the last member that is up; without it nothing is delivered. End its process with SIGTERM if that is meant.",
            _ => null,
        };
    }

    /// <summary>Why this member cannot be declared dead; null when it can.</summary>
    public string? DownFault(Member member) => member.Address.Equals(Cluster.SelfAddress)
        ? "This is the node that answers, so it is not dead; have it leave, or send this call to another node."
        : null;

    public void Leave(Address address) => Cluster.Leave(address);

    public void Down(Address address) => Cluster.Down(address);

    // Members must be visible exactly when a region or the coordinator is gone, so its silence is an answer too.
    private async Task<IReadOnlyList<RegionView>?> RegionsAsync(CancellationToken cancellation)
    {
        try
        {
            var stats = await region.ActorRef.Ask<ClusterShardingStats>(
                new GetClusterShardingStats(Patience), Patience + TimeSpan.FromSeconds(1), cancellation);
            // The coordinator answers with no region at all when one of them did not tell it in time.
            return stats.Regions.Count == 0
                ? null
                : stats.Regions
                    .Select(r => new RegionView(r.Key.ToString(), r.Value.Stats, r.Value.Stats.Values.Sum()))
                    .OrderBy(r => r.Address, StringComparer.Ordinal)
                    .ToList();
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
