using System.Text.Json.Serialization;

namespace Webhook.Messages.Serialization;

/// <summary>The line of JSON of an event; its payload follows. Nodes that do not know the trace skip it.</summary>
internal sealed record EventIds(string SubscriptionId, string EventId, string? TraceParent = null);

/// <summary>The same of an event in a batch; its payload has <see cref="Length"/> bytes.</summary>
/// <remarks>Settable, since reading by way of a constructor makes an object of each value and a list of them: it is read for every event.</remarks>
internal sealed class BatchedEvent
{
    [JsonRequired]
    public string SubscriptionId { get; set; } = "";

    [JsonRequired]
    public string EventId { get; set; } = "";

    [JsonRequired]
    public int Length { get; set; }

    public string? TraceParent { get; set; }
}

/// <summary>The line of JSON of a batch; the payloads follow, one directly after the other.</summary>
internal sealed record BatchHeader(IReadOnlyList<BatchedEvent> Events);

/// <summary>A receipt in a batch, of a kind that says no more.</summary>
/// <remarks>Settable, as <see cref="BatchedEvent"/>.</remarks>
internal sealed class BatchedReceipt
{
    [JsonRequired]
    public string SubscriptionId { get; set; } = "";

    [JsonRequired]
    public string EventId { get; set; } = "";
}

/// <summary>A receipt in a batch that turns an event away.</summary>
/// <remarks>Settable, as <see cref="BatchedEvent"/>.</remarks>
internal sealed class BatchedRejection
{
    [JsonRequired]
    public RejectReason Reason { get; set; }

    public string? Field { get; set; }

    [JsonRequired]
    public string Detail { get; set; } = "";

    [JsonRequired]
    public string SubscriptionId { get; set; } = "";

    [JsonRequired]
    public string EventId { get; set; } = "";
}

/// <summary>A batch of receipts, by kind.</summary>
internal sealed record ReceiptLists(IReadOnlyList<BatchedReceipt> Accepted, IReadOnlyList<BatchedReceipt> Duplicate, IReadOnlyList<BatchedRejection> Rejected);

/// <summary>How messages are written as JSON; made by the compiler, so no type name is ever read from bytes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(EventIds))]
[JsonSerializable(typeof(BatchHeader))]
[JsonSerializable(typeof(ReceiptLists))]
[JsonSerializable(typeof(Accepted))]
[JsonSerializable(typeof(Duplicate))]
[JsonSerializable(typeof(Rejected))]
internal sealed partial class MessagesJson : JsonSerializerContext;
