using System.Text.Json.Serialization;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>The line of JSON of an event record; the payload follows it.</summary>
internal sealed record EventHeader(string EventId, DateTimeOffset At, string? TraceParent = null, int? NearlyFullOf = null);

/// <summary>The same of an event that was accepted after deliveries, which the record tells as well.</summary>
internal sealed record EventAfterDeliveriesHeader(
    string EventId, DateTimeOffset At, EventsDelivered Delivered, string? TraceParent = null, int? NearlyFullOf = null);

/// <summary>The line of JSON of several events that were accepted together; their payloads follow it, one after the other.</summary>
internal sealed record EventsAcceptedHeader(IReadOnlyList<AcceptedHeader> Events, DateTimeOffset At, EventsDelivered? Delivered = null);

/// <summary>One of them.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="Bytes">How long its payload is.</param>
/// <param name="TraceParent">The span that accepted it; null for none.</param>
/// <param name="NearlyFullOf">The bound on events, if it made the subscription nearly full; else null.</param>
internal sealed record AcceptedHeader(string EventId, int Bytes, string? TraceParent = null, int? NearlyFullOf = null);

/// <summary>How the journal's records are written as JSON; made by the compiler, so no type name is ever read from bytes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SubscriptionCreated))]
[JsonSerializable(typeof(SettingsChanged))]
[JsonSerializable(typeof(SubscriptionCancelled))]
[JsonSerializable(typeof(SubscriptionPaused))]
[JsonSerializable(typeof(SubscriptionResumed))]
[JsonSerializable(typeof(EventHeader))]
[JsonSerializable(typeof(EventAfterDeliveriesHeader))]
[JsonSerializable(typeof(EventsAcceptedHeader))]
[JsonSerializable(typeof(EventsDelivered))]
[JsonSerializable(typeof(EventRefused))]
[JsonSerializable(typeof(AttemptFailed))]
[JsonSerializable(typeof(ParkedEventReplayed))]
[JsonSerializable(typeof(EventDropped))]
[JsonSerializable(typeof(Announced))]
[JsonSerializable(typeof(SnapshotHeader))]
internal sealed partial class JournalJson : JsonSerializerContext;
