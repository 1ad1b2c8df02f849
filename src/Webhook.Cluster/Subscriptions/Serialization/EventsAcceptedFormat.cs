using System.Runtime.Serialization;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>Takes a record of several accepted events apart, and puts it together.</summary>
internal static class EventsAcceptedFormat
{
    public static (EventsAcceptedHeader Header, ReadOnlyMemory<byte> Payloads) Split(EventsAccepted record)
    {
        var events = new AcceptedHeader[record.Accepted.Count];
        var payloads = new byte[record.Accepted.Sum(e => e.Payload.Length)];
        var at = 0;
        for (var i = 0; i < events.Length; i++)
        {
            var e = record.Accepted[i];
            events[i] = new AcceptedHeader(e.EventId, e.Payload.Length, e.TraceParent, e.NearlyFullOf);
            e.Payload.CopyTo(payloads.AsMemory(at));
            at += e.Payload.Length;
        }

        return (new EventsAcceptedHeader(events, record.At, record.Delivered), payloads);
    }

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
}
