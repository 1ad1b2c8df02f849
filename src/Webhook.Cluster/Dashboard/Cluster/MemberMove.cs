using Akka.Actor;
using Akka.Cluster;
using Webhook.Cluster.Api.Cluster;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Dashboard.Cluster;

/// <summary>What a member can be made to do.</summary>
/// <param name="Name">The call's word.</param>
/// <param name="Verb">How a button names it.</param>
/// <param name="Question">Asked before, with what it means.</param>
/// <param name="Begun">Said when it was told to.</param>
/// <param name="Ended">Said when it is gone.</param>
/// <param name="Fault">Why it cannot be done to a member; null when it can.</param>
/// <param name="Make">Does it.</param>
internal sealed record MemberMove(
    string Name,
    string Verb,
    string Question,
    string Begun,
    string Ended,
    Func<ClusterInspector, Member, string?> Fault,
    Action<ClusterInspector, Address> Make)
{
    public static readonly MemberMove Leave = new(
        "leave",
        "Leave",
        "It turns new events away, hands its subscriptions over and ends, which takes up to 90 seconds. Its supervisor may start it again.",
        "was told to leave and hands over.",
        "has left.",
        (cluster, member) => cluster.LeaveFault(member),
        (cluster, address) => cluster.Leave(address));

    public static readonly MemberMove Down = new(
        "down",
        "Down",
        "Only for a member that is dead for certain. One that still runs ends itself without handing over; its subscriptions come back on the others.",
        "is declared dead.",
        "is gone.",
        (cluster, member) => cluster.DownFault(member),
        (cluster, address) => cluster.Down(address));

    /// <summary>Does it; gives the address, or why not.</summary>
    public object To(string address, ClusterInspector cluster)
    {
        if (cluster.Find(address) is not { } member)
        {
            return new CommandRejected(CommandFault.NotFound, "address", "It is no member any more.");
        }

        if (Fault(cluster, member) is { } fault)
        {
            return new CommandRejected(CommandFault.Conflict, "address", fault);
        }

        Make(cluster, member.Address);
        return member.Address;
    }
}
