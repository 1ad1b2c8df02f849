using Akka.Cluster.Sharding;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Names the shard region and tells which actor a message is for. Also its key in the actor registry.</summary>
public sealed class SubscriptionRegion() : HashCodeMessageExtractor(Shards)
{
    /// <summary>The region's type name; part of persisted data, so never changed.</summary>
    public const string TypeName = "subscription";

    /// <summary>About ten for each node of a large cluster; part of persisted data, so never changed.</summary>
    public const int Shards = 100;

    /// <inheritdoc />
    public override string? EntityId(object message) => (message as ISubscriptionMessage)?.SubscriptionId;
}
