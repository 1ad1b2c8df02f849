using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// From one node's gateway to another's: events of subscriptions that the other holds, checked already. The sender of the message gets the
/// receipts; several at once only where there are several events. Nodes of another version do not get it.
/// </summary>
/// <param name="Batch">In the order in which they came.</param>
public sealed record RelayedEvents(EventBatch Batch);
