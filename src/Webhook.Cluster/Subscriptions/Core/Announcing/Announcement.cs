namespace Webhook.Cluster.Subscriptions.Core.Announcing;

/// <summary>
/// Something about a subscription that operators are told. It is derived from a record of that subscription and part of its
/// state until the operators' subscription has answered for it.
/// </summary>
/// <param name="Sequence">Sequence number of the record that it comes from; each record makes one at most.</param>
/// <param name="Type">One of <see cref="AnnouncementTypes"/>.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Host">Host of the callback URL then; nothing else of the URL is told.</param>
/// <param name="Undelivered">Events in the outbox then.</param>
/// <param name="Parked">Parked events then.</param>
public sealed record Announcement(long Sequence, string Type, DateTimeOffset At, string Host, int Undelivered, int Parked)
{
    /// <summary>The most characters of <see cref="Reason"/>.</summary>
    public const int ReasonLength = 256;

    /// <summary>The event that it is about.</summary>
    public string? EventId { get; init; }

    /// <summary>HTTP status of the last attempt; null when none arrived.</summary>
    public int? Status { get; init; }

    /// <summary>What went wrong, in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>How many attempts in a row failed, or how often the event was refused.</summary>
    public int? Attempts { get; init; }

    /// <summary>The outage that it belongs to.</summary>
    public Outage? Outage { get; init; }

    /// <summary>How many events the subscription may hold.</summary>
    public int? Limit { get; init; }

    /// <summary>Payload bytes that the subscription held.</summary>
    public long? Bytes { get; init; }
}

/// <summary>The time from a suspension to the first delivery after it.</summary>
/// <param name="Since">The first suspension, UTC.</param>
/// <param name="Suspensions">How many there were by now: new data and operators end one, and the next may follow.</param>
public sealed record Outage(DateTimeOffset Since, int Suspensions);

/// <summary>What operators are told of; part of stored data and of the contract with them. Text, so that a node reads those of a newer one.</summary>
public static class AnnouncementTypes
{
    /// <summary>The last retry failed.</summary>
    public const string Suspended = "subscription.suspended";

    /// <summary>The first event was delivered after a suspension.</summary>
    public const string Recovered = "subscription.recovered";

    /// <summary>What is held came near a bound.</summary>
    public const string NearlyFull = "subscription.nearly_full";

    /// <summary>An event was refused too often.</summary>
    public const string Parked = "event.parked";
}
