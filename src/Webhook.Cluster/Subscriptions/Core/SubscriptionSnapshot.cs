namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What the snapshot store keeps of an actor.</summary>
/// <param name="State">Durable state.</param>
/// <param name="Marks">Earlier snapshots, oldest first.</param>
public sealed record SubscriptionSnapshot(SubscriptionState State, IReadOnlyList<SnapshotMark> Marks);
