using Akka.Actor;
using Akka.Cluster;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// The gateways of the members that understand what this one relays: those of the same version. During an update the others get their
/// events by way of the shard region. Belongs to the gateway, and is used from inside it only.
/// </summary>
/// <param name="system">This node's actor system, a member of the cluster.</param>
internal sealed class PeerGateways(ExtendedActorSystem system) : IPeerGateways
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(system);

    /// <summary>One reference for each, so that they are told apart without a look at their addresses.</summary>
    private readonly Dictionary<Address, IActorRef> _gateways = [];

    /// <summary>Nodes that leave, and still are members.</summary>
    private readonly HashSet<UniqueAddress> _closed = [];

    /// <inheritdoc />
    public Address Here => _cluster.SelfAddress;

    /// <inheritdoc />
    public IEnumerable<IActorRef> All => _cluster.State.Members.Where(Takes).Select(m => GatewayOf(m.Address)).ToList();

    /// <inheritdoc />
    public IActorRef? Of(Address address) => Member(address) is { } member && Takes(member) ? GatewayOf(address) : null;

    /// <inheritdoc />
    public void Close(Address address)
    {
        _closed.IntersectWith(_cluster.State.Members.Select(m => m.UniqueAddress));
        if (Member(address) is { } member)
        {
            _closed.Add(member.UniqueAddress);
        }
    }

    private Member? Member(Address address) => _cluster.State.Members.FirstOrDefault(m => m.Address.Equals(address));

    private bool Takes(Member member) =>
        member.Status == MemberStatus.Up
        && !member.Address.Equals(Here)
        && member.AppVersion.Equals(_cluster.SelfMember.AppVersion)
        && !_closed.Contains(member.UniqueAddress);

    private IActorRef GatewayOf(Address address)
    {
        if (!_gateways.TryGetValue(address, out var gateway))
        {
            foreach (var gone in _gateways.Keys.Where(a => Member(a) is null).ToList())
            {
                _gateways.Remove(gone);
            }

            _gateways[address] = gateway = system.Provider.ResolveActorRef(new RootActorPath(address) / "user" / LessonGateway.Name);
        }

        return gateway;
    }
}
