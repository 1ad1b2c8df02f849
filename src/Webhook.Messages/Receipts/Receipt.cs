namespace Webhook.Messages;

/// <summary>
/// The cluster's answer to one <c>LessonCompleted</c> message. At most one is sent for each message received, and only
/// when the fate of the event is durable.
/// </summary>
/// <param name="SubscriptionId">The subscription that the event was for, as the sender wrote it.</param>
/// <param name="EventId">The event's id, as the sender wrote it.</param>
public abstract record Receipt(string SubscriptionId, string EventId);

/// <summary>The event is in the journal: it will be delivered, whatever dies.</summary>
/// <param name="SubscriptionId">The subscription that owns the event.</param>
/// <param name="EventId">The event's id.</param>
public sealed record Accepted(string SubscriptionId, string EventId) : Receipt(SubscriptionId, EventId);

/// <summary>An event with this id and the same payload was accepted before; nothing was stored again.</summary>
/// <param name="SubscriptionId">The subscription that owns the event.</param>
/// <param name="EventId">The event's id.</param>
public sealed record Duplicate(string SubscriptionId, string EventId) : Receipt(SubscriptionId, EventId);

/// <summary>The event was turned away and left no trace but a count.</summary>
/// <param name="SubscriptionId">The subscription that the event was for.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Reason">Why; only <see cref="RejectReason.Overloaded"/> is worth repeating.</param>
/// <param name="Field">The field at fault, as a path such as <c>lesson.retake_score</c>; null unless <paramref name="Reason"/> is <see cref="RejectReason.Invalid"/>.</param>
/// <param name="Detail">One sentence: what is wrong and what to do about it.</param>
public sealed record Rejected(string SubscriptionId, string EventId, RejectReason Reason, string? Field, string Detail)
    : Receipt(SubscriptionId, EventId);
