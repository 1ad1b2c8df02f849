using System.Text.Json.Serialization;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Commands;

/// <summary>A subscription as people see it. Never holds the header value or a secret.</summary>
/// <param name="Id">The id.</param>
/// <param name="Generation">1 for the first; each new one after a cancel adds one.</param>
/// <param name="CallbackUrl">The URL.</param>
/// <param name="AuthorizationSet">Whether a header value is set.</param>
/// <param name="SecretSet">Whether a signing secret is set.</param>
/// <param name="MaxInFlight">1–32.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Undelivered">Events in the outbox.</param>
/// <param name="Parked">Events parked.</param>
/// <param name="Delivered">Events delivered by this generation.</param>
/// <param name="NextDueAt">When an event that steps aside, or a retry, is due next, UTC; null when nothing is.</param>
/// <param name="Retry">The retry state; null when nothing failed.</param>
/// <param name="Node">Remoting address <c>host:port</c> of the node that holds the actor.</param>
public sealed record SubscriptionView(
    string Id,
    int Generation,
    string CallbackUrl,
    bool AuthorizationSet,
    bool SecretSet,
    int MaxInFlight,
    Phase Phase,
    int Undelivered,
    int Parked,
    long Delivered,
    DateTimeOffset? NextDueAt,
    RetryView? Retry,
    string Node) : ISubscriptionReply
{
    /// <summary>In the answer to a change only: why the settings, though taken, will not work. Left out when there is nothing to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Warning { get; init; }
}

/// <summary>The retry state.</summary>
/// <param name="Number">The retry that comes next, or the last one made when suspended; 0 when none is under way.</param>
/// <param name="Of">How many there are.</param>
/// <param name="DueAt">When it is due, UTC; null when none is.</param>
/// <param name="LastError">Why the last attempt failed, in words.</param>
public sealed record RetryView(int Number, int Of, DateTimeOffset? DueAt, string? LastError);

/// <summary>A held or delivered event in a list.</summary>
/// <param name="EventId">The id.</param>
/// <param name="State"><c>undelivered</c>, <c>parked</c> or <c>delivered</c>.</param>
/// <param name="AcceptedAt">UTC; null when only the journal's delivery is at hand.</param>
/// <param name="DeliveredAt">UTC; null unless delivered.</param>
/// <param name="Bytes">Size of the payload; null when only the journal's delivery is at hand.</param>
/// <param name="Refusals">How often it was refused since it was queued.</param>
/// <param name="NextDueAt">Until when it steps aside, UTC; null when it does not.</param>
/// <param name="Place">Cursor for the next page.</param>
public sealed record EventView(
    string EventId,
    string State,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? DeliveredAt,
    int? Bytes,
    int Refusals,
    DateTimeOffset? NextDueAt,
    long Place) : ISubscriptionReply;

/// <summary>A page of events; <paramref name="Next"/> is the cursor of the next page, null on the last.</summary>
public sealed record EventList(IReadOnlyList<EventView> Events, long? Next) : ISubscriptionReply;

/// <summary>What the actor knows of one event.</summary>
/// <param name="Held">The event when it is held; null when it is only remembered, or not known at all.</param>
/// <param name="PayloadAt">Where in the journal to look for its payload and attempts: the first sequence number, that of the generation when unknown.</param>
/// <param name="CallbackUrl">Where it goes.</param>
/// <param name="AuthorizationSet">Whether a header value would be sent.</param>
/// <param name="Payload">The rendered body when it is held, else empty.</param>
public sealed record EventFound(
    EventView? Held,
    long PayloadAt,
    string CallbackUrl,
    bool AuthorizationSet,
    ReadOnlyMemory<byte> Payload) : ISubscriptionReply;

/// <summary>Where in the journal the present generation begins.</summary>
public sealed record GenerationStart(long Sequence) : ISubscriptionReply;

/// <summary>The latest attempts, newest first.</summary>
public sealed record AttemptList(IReadOnlyList<AttemptRecord> Attempts) : ISubscriptionReply;
