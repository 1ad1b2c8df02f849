namespace Webhook.Messages;

/// <summary>Why an event was turned away.</summary>
public enum RejectReason
{
    /// <summary>No subscription has this id, or it was cancelled.</summary>
    NoSubscription,

    /// <summary>A field is missing, unknown or out of range; the receipt names it.</summary>
    Invalid,

    /// <summary>The event id was accepted before with another payload.</summary>
    Conflict,

    /// <summary>The payload is larger than <see cref="Limits.PayloadBytes"/>.</summary>
    TooLarge,

    /// <summary>The subscription holds as many events or bytes as it may.</summary>
    OutboxFull,

    /// <summary>The cluster cannot make the event durable right now; send it again later.</summary>
    Overloaded,
}
