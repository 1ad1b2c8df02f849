using Akka.Actor;
using Akka.Cluster;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// The gateways of the other nodes that understand what this one relays: those of the same version. During an update the others get their
/// events by way of the shard region. Belongs to the gateway, and is used from inside it only.
/// </summary>
/// <param name="system">This node's actor system, a member of the cluster.</param>
internal sealed class PeerGateways(ExtendedActorSystem system)
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(system);

    /// <summary>One reference for each, so that they are told apart without a look at their addresses.</summary>
    private readonly Dictionary<Address, IActorRef> _gateways = [];

    /// <summary>The gateway of the node at <paramref name="address"/>; null where that is this one, no member, or of another version.</summary>
    public IActorRef? Of(Address address)
    {
        var members = _cluster.State.Members;
        if (address.Equals(_cluster.SelfAddress)
            || members.FirstOrDefault(m => m.Address.Equals(address)) is not { Status: MemberStatus.Up } member
            || !member.AppVersion.Equals(_cluster.SelfMember.AppVersion))
        {
            return null;
        }

        if (!_gateways.TryGetValue(address, out var gateway))
        {
            foreach (var gone in _gateways.Keys.Where(a => !members.Any(m => m.Address.Equals(a))).ToList())
            {
                _gateways.Remove(gone);
            }

            _gateways[address] = gateway = system.Provider.ResolveActorRef(new RootActorPath(address) / "user" / LessonGateway.Name);
        }

        return gateway;
    }
}
