using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Dashboard.Subscription;

/// <summary>All that the page of one subscription shows, read at one time.</summary>
/// <param name="View">Settings, phase, counts and retry state.</param>
/// <param name="Outbox">The oldest events that are undelivered.</param>
/// <param name="Parked">The oldest that are parked.</param>
/// <param name="Attempts">The latest attempts, newest first.</param>
internal sealed record Shown(SubscriptionView View, IReadOnlyList<EventView> Outbox, IReadOnlyList<EventView> Parked, IReadOnlyList<AttemptRecord> Attempts);
