using Akka.Actor;
using Webhook.Cluster.Gateway;

namespace Webhook.Tests.Senders;

/// <summary>A node beside one other that takes relayed events.</summary>
internal sealed class OnePeer(IActorRef gateway) : IPeerGateways
{
    public IActorRef Gateway { get; set; } = gateway;

    public static readonly Address Elsewhere = Address.Parse("akka.tcp://webhook@10.0.0.2:4053");

    public Address Here { get; } = Address.Parse("akka.tcp://webhook@10.0.0.1:4053");

    public List<Address> Closed { get; } = [];

    public IEnumerable<IActorRef> All => [Gateway];

    public IActorRef? Of(Address address) => address.Equals(Elsewhere) && !Closed.Contains(address) ? Gateway : null;

    public void Close(Address address) => Closed.Add(address);
}

/// <summary>The gateway of <see cref="OnePeer"/> where its address matters; nothing arrives there.</summary>
internal sealed class FarGateway : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(OnePeer.Elsewhere) / "user" / LessonGateway.Name;

    public override IActorRefProvider Provider => throw new NotSupportedException("Nothing is sent there.");
}
