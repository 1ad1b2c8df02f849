namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What the snapshot store keeps of an actor.</summary>
/// <param name="State">Durable state.</param>
/// <param name="Marks">This snapshot, which is true once it can be read, and earlier ones, oldest first.</param>
public sealed record SubscriptionSnapshot(SubscriptionState State, IReadOnlyList<SnapshotMark> Marks);
