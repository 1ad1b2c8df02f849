using Akka.Actor;

namespace Webhook.Cluster.Hosting.Joining;

/// <summary>Whom a node asks to be let in, and which of two clusters on one database goes on; pure.</summary>
public static class JoinPlan
{
    /// <summary>How long a member counts after it was seen last: several writes may fail.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The nodes to ask. A node that stands first in its own list founds a cluster when none of them answers, so the first of
    /// the seed nodes is left out as long as there may be a cluster that it only cannot reach. A member that speaks TLS where this
    /// node does not, or the other way round, is such a cluster, but cannot be asked.
    /// </summary>
    /// <param name="self">This node.</param>
    /// <param name="seeds">The configured seed nodes.</param>
    /// <param name="others">Members that the database knows, without this node; null when it could not be asked.</param>
    /// <param name="silent">For how long the database has answered again and again that it saw none of them lately.</param>
    public static IReadOnlyList<Address> Of(Address self, IReadOnlyList<Address> seeds, IReadOnlyList<SeenMember>? others, TimeSpan silent) =>
        seeds is [] || !seeds[0].Equals(self) || MayFound(others, silent)
            ? seeds
            : [.. seeds.Where(s => !s.Equals(self)).Union((others ?? []).Select(o => Address.Parse(o.Address)).Where(o => o.Protocol == self.Protocol))];

    /// <summary>
    /// Whether the members that share <paramref name="own"/>'s cluster are to end themselves because another cluster works on the same
    /// database: the smaller one does, and of two of one size the one without the lowest address. Both sides see the same table, so they agree.
    /// </summary>
    /// <param name="own">Addresses of this node and those of its cluster that were seen lately; not empty.</param>
    /// <param name="foreign">Addresses seen lately that are not of this cluster.</param>
    public static bool GivesWay(IReadOnlyCollection<string> own, IReadOnlyCollection<string> foreign) =>
        foreign.Count > own.Count
        || (foreign.Count == own.Count && string.CompareOrdinal(foreign.Min(StringComparer.Ordinal), own.Min(StringComparer.Ordinal)) < 0);

    // Where others were members once, one answer is not enough: they may be about to write themselves down again.
    private static bool MayFound(IReadOnlyList<SeenMember>? others, TimeSpan silent) =>
        others is { Count: 0 } || (others is not null && !others.Any(o => o.Lately) && silent >= Lately);
}
