namespace Webhook.Cluster.Subscriptions.Commands;

/// <summary>A message that changes nothing; answered from what is durable.</summary>
public abstract record SubscriptionQuery(string SubscriptionId) : ISubscriptionMessage;

/// <summary>Answer: <see cref="SubscriptionView"/> or <see cref="CommandRejected"/>.</summary>
public sealed record GetSubscription(string SubscriptionId) : SubscriptionQuery(SubscriptionId);

/// <summary>Answer: <see cref="EventList"/> or <see cref="CommandRejected"/>.</summary>
/// <param name="SubscriptionId">The id.</param>
/// <param name="Parked">The parked ones instead of the outbox.</param>
/// <param name="After">Only events whose place is greater.</param>
/// <param name="Limit">At most this many.</param>
public sealed record GetHeldEvents(string SubscriptionId, bool Parked, long After, int Limit) : SubscriptionQuery(SubscriptionId);

/// <summary>Answer: <see cref="EventFound"/> or <see cref="CommandRejected"/>.</summary>
public sealed record GetEvent(string SubscriptionId, string EventId) : SubscriptionQuery(SubscriptionId);

/// <summary>Answer: <see cref="GenerationStart"/> or <see cref="CommandRejected"/>.</summary>
public sealed record GetGenerationStart(string SubscriptionId) : SubscriptionQuery(SubscriptionId);

/// <summary>Answer: <see cref="AttemptList"/> or <see cref="CommandRejected"/>.</summary>
public sealed record GetAttempts(string SubscriptionId) : SubscriptionQuery(SubscriptionId);
