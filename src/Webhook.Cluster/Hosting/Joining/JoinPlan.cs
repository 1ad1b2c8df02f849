using Akka.Actor;

namespace Webhook.Cluster.Hosting.Joining;

/// <summary>Whom a node asks to be let in; pure.</summary>
public static class JoinPlan
{
    /// <summary>
    /// The nodes to ask. A node that stands first in its own list founds a cluster when none of them answers, so the first of
    /// the seed nodes is left out as long as there may be a cluster that it only cannot reach. A member that speaks TLS where this
    /// node does not, or the other way round, is such a cluster, but cannot be asked.
    /// </summary>
    /// <param name="self">This node.</param>
    /// <param name="seeds">The configured seed nodes.</param>
    /// <param name="others">Members that the database has seen lately, without this node; null when it could not be asked.</param>
    public static IReadOnlyList<Address> Of(Address self, IReadOnlyList<Address> seeds, IReadOnlyList<Address>? others) =>
        seeds is [] || !seeds[0].Equals(self) || others is { Count: 0 }
            ? seeds
            : [.. seeds.Where(s => !s.Equals(self)).Union((others ?? []).Where(o => o.Protocol == self.Protocol))];
}
