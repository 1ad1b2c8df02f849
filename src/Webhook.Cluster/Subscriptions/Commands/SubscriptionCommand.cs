namespace Webhook.Cluster.Subscriptions.Commands;

/// <summary>A message for one subscription; the shard region finds the actor by the id.</summary>
public interface ISubscriptionMessage
{
    /// <summary>The subscription's id.</summary>
    string SubscriptionId { get; }
}

/// <summary>A message that may change a subscription.</summary>
public abstract record SubscriptionCommand(string SubscriptionId) : ISubscriptionMessage;

/// <summary>Hands over an event. Answer: a <see cref="Messages.Receipt"/>.</summary>
public sealed record AcceptEvent(string SubscriptionId, string EventId, ReadOnlyMemory<byte> Payload) : SubscriptionCommand(SubscriptionId)
{
    /// <summary>The trace that it belongs to, as a <c>traceparent</c>; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>For what operators are told: when it happened, UTC. Null for lesson events.</summary>
    public DateTimeOffset? HappenedAt { get; init; }
}

/// <summary>Creates a subscription or changes its settings. Answer: <see cref="SubscriptionStored"/> or <see cref="CommandRejected"/>.</summary>
/// <param name="SubscriptionId">The id.</param>
/// <param name="Change">What to change.</param>
/// <param name="Discard">Agrees to lose what a cancelled generation still holds.</param>
public sealed record PutSubscription(string SubscriptionId, SettingsChange Change, bool Discard) : SubscriptionCommand(SubscriptionId);

/// <summary>Cancels. Answer: <see cref="SubscriptionView"/> or <see cref="CommandRejected"/>; so for the next two.</summary>
public sealed record CancelSubscription(string SubscriptionId) : SubscriptionCommand(SubscriptionId);

/// <summary>Holds by hand.</summary>
public sealed record PauseSubscription(string SubscriptionId) : SubscriptionCommand(SubscriptionId);

/// <summary>Ends a pause, a wait or a suspension and tries now, with a fresh budget.</summary>
public sealed record ResumeSubscription(string SubscriptionId) : SubscriptionCommand(SubscriptionId);

/// <summary>Puts parked events at the end of the outbox. Answer: <see cref="Replayed"/> or <see cref="CommandRejected"/>.</summary>
/// <param name="SubscriptionId">The id.</param>
/// <param name="EventIds">Which; null for all that are parked.</param>
public sealed record ReplayParkedEvents(string SubscriptionId, IReadOnlyList<string>? EventIds) : SubscriptionCommand(SubscriptionId);

/// <summary>Puts one delivered event at the end of the outbox again. Answer: <see cref="Replayed"/> or <see cref="CommandRejected"/>.</summary>
public sealed record ReplayDeliveredEvent(string SubscriptionId, string EventId, ReadOnlyMemory<byte> Payload) : SubscriptionCommand(SubscriptionId);

/// <summary>Drops a held event for good. Answer: <see cref="EventView"/> as it was, or <see cref="CommandRejected"/>.</summary>
public sealed record DropEvent(string SubscriptionId, string EventId) : SubscriptionCommand(SubscriptionId);

/// <summary>Sends a sample payload. Answer: <see cref="TestSent"/> or <see cref="CommandRejected"/>.</summary>
public sealed record SendTest(string SubscriptionId) : SubscriptionCommand(SubscriptionId);
