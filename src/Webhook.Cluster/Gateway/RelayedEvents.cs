using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>What gateways send each other. Nodes of another version do not get it.</summary>
public interface IRelayMessage;

/// <summary>
/// Events of subscriptions that the other node holds, checked already. The sender of the message gets the receipts; several at once only where
/// there are several events.
/// </summary>
/// <param name="Batch">In the order in which they came.</param>
public sealed record RelayedEvents(EventBatch Batch) : IRelayMessage;

/// <summary>The gateway that sends this belongs to a node that leaves: whatever is meant for it goes by way of the shard region from now on.</summary>
public sealed record RelayNoMore : IRelayMessage
{
    /// <summary>The only value.</summary>
    public static readonly RelayNoMore Instance = new();
}
