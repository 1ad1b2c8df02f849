using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What events that arrived lead to.</summary>
/// <param name="Events">The records to persist; empty when nothing changes.</param>
/// <param name="Answers">What to answer once they are durable: one for each event that was decided on, in order. The others are to be decided on next.</param>
/// <param name="After">What <see cref="Evolution.Apply"/> makes of the one record; null where it was not made on the way.</param>
/// <param name="RecordsDeliveries">Whether the record tells of the successes that wait.</param>
public sealed record ArrivalDecision(IReadOnlyList<SubscriptionEvent> Events, IReadOnlyList<Answer> Answers, SubscriptionState? After, bool RecordsDeliveries);
