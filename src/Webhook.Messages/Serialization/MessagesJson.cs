using System.Text.Json.Serialization;

namespace Webhook.Messages.Serialization;

/// <summary>The line of JSON of an event; its payload follows. Nodes that do not know the trace skip it.</summary>
internal sealed record EventIds(string SubscriptionId, string EventId, string? TraceParent = null);

/// <summary>How messages are written as JSON; made by the compiler, so no type name is ever read from bytes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(EventIds))]
[JsonSerializable(typeof(Accepted))]
[JsonSerializable(typeof(Duplicate))]
[JsonSerializable(typeof(Rejected))]
internal sealed partial class MessagesJson : JsonSerializerContext;
