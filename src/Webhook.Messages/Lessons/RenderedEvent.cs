namespace Webhook.Messages;

/// <summary>
/// An event whose body is already rendered: what crosses the wire, is stored and is POSTed, byte for byte. A
/// <see cref="LessonCompleted"/> that is sent to the gateway arrives as this.
/// </summary>
/// <param name="SubscriptionId">The subscription's id.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Payload">UTF-8 JSON.</param>
public sealed record RenderedEvent(string SubscriptionId, string EventId, ReadOnlyMemory<byte> Payload)
{
    /// <summary>
    /// The trace that the event belongs to, in the form of the header <c>traceparent</c> of W3C Trace Context; null for none. It
    /// travels beside the payload and is no part of the event: one that is malformed is left out.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>Equal when ids and bytes are.</summary>
    public bool Equals(RenderedEvent? other) =>
        other is not null && SubscriptionId == other.SubscriptionId && EventId == other.EventId && Payload.Span.SequenceEqual(other.Payload.Span);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(SubscriptionId, EventId, Payload.Length);
}
