using System.Runtime.Serialization;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages.Serialization;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>Takes a record of several accepted events apart, and puts it together.</summary>
internal static class EventsAcceptedFormat
{
    public static (EventsAcceptedHeader Header, ReadOnlyMemory<byte> Payloads) Split(EventsAccepted record) => (
        new EventsAcceptedHeader([.. record.Accepted.Select(HeaderOf)], record.At, record.Delivered),
        PayloadBlock.Of(record.Accepted, static e => e.Payload));

    public static EventsAccepted Join(EventsAcceptedHeader header, ReadOnlyMemory<byte> payloads)
    {
        if (header.Events.Count == 0 || header.Events.Any(e => e.Bytes < 0) || header.Events.Sum(e => (long)e.Bytes) != payloads.Length)
        {
            throw new SerializationException($"A record of {header.Events.Count} events has {payloads.Length} bytes of payloads, which is not what its events say.");
        }

        var accepted = new EventAccepted[header.Events.Count];
        var at = 0;
        for (var i = 0; i < accepted.Length; i++)
        {
            var e = header.Events[i];
            // Each payload gets its own array: a slice would keep all of them alive until the last one is delivered.
            accepted[i] = new EventAccepted(e.EventId, header.At, payloads.Slice(at, e.Bytes).ToArray()) { TraceParent = e.TraceParent, NearlyFullOf = e.NearlyFullOf };
            at += e.Bytes;
        }

        return new EventsAccepted(header.Delivered, accepted);
    }

    private static AcceptedHeader HeaderOf(EventAccepted e) => new(e.EventId, e.Payload.Length, e.TraceParent, e.NearlyFullOf);
}
