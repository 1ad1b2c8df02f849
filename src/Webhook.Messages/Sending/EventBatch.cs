using System.Runtime.Serialization;
using Webhook.Messages.Serialization;

namespace Webhook.Messages;

/// <summary>
/// Events of one sender that were handed over at about the same time, as one message to the gateway: what a message costs on its way is then
/// paid once for all of them. Each gets its own receipt. One that was read shares its bytes with the others: who keeps it copies its payload.
/// </summary>
/// <param name="Events">In the order in which they were handed over.</param>
public sealed record EventBatch(IReadOnlyList<RenderedEvent> Events)
{
    /// <summary>What a receiver does with a batch shall not keep it from others.</summary>
    internal const int EventsAtMost = 120;

    /// <summary>Ids and traces included: on its way a batch is copied several times, and from 85,000 on each would wait for a full collection.</summary>
    internal const int BytesAtMost = 80_000;

    /// <summary>The most that an event has beside ids and payload: a trace, lengths, the names of fields.</summary>
    private const int Overhead = 200;

    /// <summary>What <paramref name="e"/> counts of <see cref="BytesAtMost"/>.</summary>
    internal static int BytesOf(RenderedEvent e) => e.Payload.Length + e.SubscriptionId.Length + e.EventId.Length + Overhead;

    internal static (BatchHeader Header, ReadOnlyMemory<byte> Payloads) Split(EventBatch batch) =>
        (new BatchHeader([.. batch.Events.Select(HeaderOf)]), PayloadBlock.Of(batch.Events, static e => e.Payload));

    internal static EventBatch Join(BatchHeader header, ReadOnlyMemory<byte> payloads)
    {
        var events = new List<RenderedEvent>(header.Events.Count);
        var at = 0;
        foreach (var e in header.Events)
        {
            if (e.Length < 0 || e.Length > payloads.Length - at)
            {
                throw new SerializationException($"Event {events.Count + 1} of a batch claims {e.Length} bytes of the {payloads.Length - at} that are left.");
            }

            events.Add(new RenderedEvent(e.SubscriptionId, e.EventId, payloads.Slice(at, e.Length)) { TraceParent = e.TraceParent });
            at += e.Length;
        }

        return at == payloads.Length ? new EventBatch(events)
            : throw new SerializationException($"A batch has {payloads.Length - at} bytes that belong to no event.");
    }

    private static BatchedEvent HeaderOf(RenderedEvent e) =>
        new() { SubscriptionId = e.SubscriptionId, EventId = e.EventId, Length = e.Payload.Length, TraceParent = e.TraceParent };
}
