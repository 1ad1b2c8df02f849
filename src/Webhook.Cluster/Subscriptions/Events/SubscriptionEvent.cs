using System.Text.Json.Serialization;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Events;

/// <summary>What happened to a subscription: one journal record each.</summary>
/// <param name="At">When, UTC.</param>
public abstract record SubscriptionEvent(DateTimeOffset At)
{
    /// <summary>What it tells, one by one and in order; most records tell one thing.</summary>
    internal virtual IReadOnlyList<SubscriptionEvent> Parts => [this];
}

/// <summary>A new generation began, empty in every respect.</summary>
public sealed record SubscriptionCreated(int Generation, SubscriptionSettings Settings, DateTimeOffset At) : SubscriptionEvent(At)
{
    /// <summary>Whether it is the operators' own subscription; left out where it is not.</summary>
    public bool? ForOperators { get; init; }
}

/// <summary>The settings are now these.</summary>
/// <param name="Settings">All of them.</param>
/// <param name="At">When, UTC.</param>
/// <param name="IsOtherEndpoint">
/// Whether a POST is made differently from now on. Decided once: what a later reader would compare may have been sealed anew in a
/// snapshot. Null in records of earlier versions, whose secrets stand in clear and compare.
/// </param>
public sealed record SettingsChanged(SubscriptionSettings Settings, DateTimeOffset At, bool? IsOtherEndpoint = null) : SubscriptionEvent(At);

/// <summary>The subscription sends and accepts nothing from now on.</summary>
public sealed record SubscriptionCancelled(DateTimeOffset At) : SubscriptionEvent(At);

/// <summary>The subscription is held by hand.</summary>
public sealed record SubscriptionPaused(DateTimeOffset At) : SubscriptionEvent(At);

/// <summary>A pause, a wait or a suspension ended, with a fresh budget.</summary>
/// <param name="Cause">Who or what ended it, for people.</param>
/// <param name="At">When, UTC.</param>
public sealed record SubscriptionResumed(string Cause, DateTimeOffset At) : SubscriptionEvent(At);

/// <summary>An event was accepted.</summary>
public sealed record EventAccepted(string EventId, DateTimeOffset At, ReadOnlyMemory<byte> Payload) : SubscriptionEvent(At)
{
    /// <summary>The span that accepted it, as a <c>traceparent</c>; null when it was not traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The bound on events, if this one made the subscription nearly full; else null.</summary>
    public int? NearlyFullOf { get; init; }
}

/// <summary>Events were delivered; many completions share one record.</summary>
public sealed record EventsDelivered(IReadOnlyList<EventDelivered> Deliveries, DateTimeOffset At) : SubscriptionEvent(At);

/// <summary>Events were delivered, and after them another was accepted: what follows each other within a moment shares a record.</summary>
public sealed record EventAcceptedAfterDeliveries(EventsDelivered Delivered, EventAccepted Accepted) : SubscriptionEvent(Accepted.At)
{
    /// <inheritdoc />
    internal override IReadOnlyList<SubscriptionEvent> Parts => [Delivered, Accepted];
}

/// <summary>Several events were accepted that came in while another record was being written.</summary>
/// <param name="Delivered">What was delivered before; null for nothing.</param>
/// <param name="Accepted">In the order in which they came in, at least one.</param>
public sealed record EventsAccepted(EventsDelivered? Delivered, IReadOnlyList<EventAccepted> Accepted) : SubscriptionEvent(Accepted[^1].At)
{
    /// <inheritdoc />
    internal override IReadOnlyList<SubscriptionEvent> Parts => Delivered is null ? Accepted : [Delivered, .. Accepted];
}

/// <summary>One of <see cref="EventsDelivered"/>.</summary>
/// <param name="Attempt">The attempt that delivered it.</param>
/// <param name="RestoresBudget">Whether it was made in the present round, and so ends a wait.</param>
public sealed record EventDelivered(AttemptRecord Attempt, bool RestoresBudget);

/// <summary>The endpoint refused an event.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Aside">How long the event steps aside; null when it is parked.</param>
/// <param name="RestoresBudget">Whether it was made in the present round, and so ends a wait.</param>
/// <param name="At">When it was recorded, UTC.</param>
public sealed record EventRefused(AttemptRecord Attempt, Wait? Aside, bool RestoresBudget, DateTimeOffset At) : SubscriptionEvent(At);

/// <summary>An attempt failed.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Consequence">What it does to the subscription.</param>
/// <param name="Retry">The retry that is due next; null unless <paramref name="Consequence"/> is <see cref="FailureConsequence.Wait"/>.</param>
/// <param name="At">When it was recorded, UTC.</param>
public sealed record AttemptFailed(AttemptRecord Attempt, FailureConsequence Consequence, Retry? Retry, DateTimeOffset At) : SubscriptionEvent(At);

/// <summary>What a failed attempt does to its subscription.</summary>
public enum FailureConsequence
{
    /// <summary>Nothing: it was started before the present round.</summary>
    None,

    /// <summary>The subscription waits for the next retry.</summary>
    Wait,

    /// <summary>It was the last retry: the subscription is suspended.</summary>
    Suspend,
}

/// <summary>A parked event was put at the end of the outbox.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Payload">Its payload: the record that accepted it may be gone by the time it is delivered. Empty in records of earlier versions.</param>
public sealed record ParkedEventReplayed(string EventId, DateTimeOffset At, [property: JsonIgnore] ReadOnlyMemory<byte> Payload = default) : SubscriptionEvent(At);

/// <summary>A delivered event was put at the end of the outbox again.</summary>
public sealed record DeliveredEventReplayed(string EventId, DateTimeOffset At, ReadOnlyMemory<byte> Payload) : SubscriptionEvent(At)
{
    /// <summary>The bound on events, if this one made the subscription nearly full; else null.</summary>
    public int? NearlyFullOf { get; init; }
}

/// <summary>A held event was dropped for good by an operator.</summary>
public sealed record EventDropped(string EventId, DateTimeOffset At) : SubscriptionEvent(At);

/// <summary>The operators' subscription answered for what it was told.</summary>
/// <param name="UpTo">The announcements of records up to this sequence number.</param>
/// <param name="At">When, UTC.</param>
public sealed record Announced(long UpTo, DateTimeOffset At) : SubscriptionEvent(At);
