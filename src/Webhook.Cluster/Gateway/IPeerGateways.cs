using Akka.Actor;

namespace Webhook.Cluster.Gateway;

/// <summary>The gateways of the other nodes.</summary>
public interface IPeerGateways
{
    /// <summary>This node's address.</summary>
    Address Here { get; }

    /// <summary>All that take relayed events at present.</summary>
    IEnumerable<IActorRef> All { get; }

    /// <summary>The gateway of the node at <paramref name="address"/>; null where that is this one, or takes no relayed events.</summary>
    IActorRef? Of(Address address);

    /// <summary>The node at <paramref name="address"/> takes no more until it has started anew.</summary>
    void Close(Address address);
}
