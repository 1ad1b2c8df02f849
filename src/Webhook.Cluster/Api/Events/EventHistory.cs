using System.Text.Json;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Subscriptions.History;
using Webhook.Cluster.Subscriptions.Serialization;
using static Webhook.Cluster.Api.Events.HistoryRecords;

namespace Webhook.Cluster.Api.Events;

/// <summary>
/// What only the journal still knows: delivered events and attempts that the actor no longer holds. Reads beside the actor,
/// so that a long look back never holds up a delivery.
/// </summary>
public sealed class EventHistory(JournalReader journal)
{
    private static readonly string[] Deliveries = [JournalRecords.EventsDelivered, JournalRecords.EventAcceptedAfterDeliveries, JournalRecords.EventsAccepted];
    private static readonly string[] Payloads =
    [
        JournalRecords.EventAccepted, JournalRecords.EventAcceptedAfterDeliveries, JournalRecords.EventsAccepted,
        JournalRecords.DeliveredEventReplayed, JournalRecords.ParkedEventReplayed,
    ];

    private static readonly string[] Drops = [JournalRecords.EventDropped];
    private static readonly string[] All = [.. Payloads, .. Drops, JournalRecords.EventsDelivered, JournalRecords.EventRefused, JournalRecords.AttemptFailed];

    /// <summary>Delivered events, the newest first.</summary>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="start">Where its present generation begins.</param>
    /// <param name="before">The page starts below this place; null for the newest.</param>
    /// <param name="limit">At least this many where there are so many; the events of one record stay together.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<EventList> DeliveredAsync(string subscriptionId, long start, long? before, int limit, CancellationToken cancellation)
    {
        var events = new List<EventView>();
        await foreach (var row in journal.ReadAsync(subscriptionId, start, (before ?? long.MaxValue) - 1, Deliveries, descending: true, cancellation))
        {
            events.AddRange(DeliveriesIn(row).Reverse().Select(d => new EventView(
                d.Attempt.EventId, "delivered", null, EndOf(d.Attempt), null, 0, null, row.SequenceNumber)));
            if (events.Count >= limit)
            {
                return new EventList(events, row.SequenceNumber);
            }
        }

        return new EventList(events, null);
    }

    /// <summary>Delivered events with their payloads, oldest first, whose delivery ended from <paramref name="since"/> to before <paramref name="until"/>.</summary>
    public async IAsyncEnumerable<EventAccepted> DeliveredBetweenAsync(
        string subscriptionId,
        long start,
        DateTimeOffset since,
        DateTimeOffset until,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        // What was dropped for good is not sent again, though it was delivered once before.
        var dropped = await DroppedAsync(subscriptionId, start, cancellation);
        // Events that were accepted together are most often delivered one after the other: their record is read once.
        (long At, IReadOnlyList<SubscriptionEvent> Parts) accepted = (0, []);
        var first = await journal.FirstSinceAsync(subscriptionId, start, since, cancellation);
        await foreach (var row in journal.ReadAsync(subscriptionId, first, long.MaxValue, Deliveries, descending: false, cancellation))
        {
            foreach (var attempt in DeliveriesIn(row).Select(d => d.Attempt).Where(a => EndOf(a) >= since && EndOf(a) < until && a.PayloadAt > dropped.GetValueOrDefault(a.EventId)))
            {
                if (accepted.At != attempt.PayloadAt)
                {
                    accepted = (attempt.PayloadAt, await AcceptedAtAsync(subscriptionId, attempt.PayloadAt, cancellation));
                }

                if (PayloadIn(accepted.Parts, attempt.EventId) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    /// <summary>The delivered event with this id and its payload, or null when the journal has neither any more.</summary>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="from">Number of the first record that may tell of it.</param>
    /// <param name="droppedAt">Number of the record that dropped it; 0 for none. What was accepted or sent again before counts no longer, though its POST may have ended later.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<EventAccepted?> DeliveredByIdAsync(string subscriptionId, string eventId, long from, long droppedAt, CancellationToken cancellation)
    {
        await foreach (var row in journal.ReadAsync(subscriptionId, from, long.MaxValue, Deliveries, descending: false, cancellation))
        {
            // Where it was sent again, that record outlives the one that accepted it.
            if (DeliveriesIn(row).FirstOrDefault(d => d.Attempt.EventId == eventId && d.Attempt.PayloadAt > droppedAt) is { } found
                && PayloadIn(await AcceptedAtAsync(subscriptionId, found.Attempt.PayloadAt, cancellation), eventId) is { } accepted)
            {
                return accepted;
            }
        }

        return null;
    }

    /// <summary>Which events were dropped for good since the record <paramref name="from"/>, with the number of the record that says so.</summary>
    public async Task<IReadOnlyDictionary<string, long>> DroppedAsync(string subscriptionId, long from, CancellationToken cancellation)
    {
        var dropped = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var row in journal.ReadRareAsync(subscriptionId, from, Drops, cancellation))
        {
            dropped[((EventDropped)PartsOf(row)[0]).EventId] = row.SequenceNumber;
        }

        return dropped;
    }

    /// <summary>All that is known of one event, or null when it is neither held nor in the journal.</summary>
    internal async Task<EventDetail?> DetailAsync(string subscriptionId, string eventId, EventFound found, CancellationToken cancellation)
    {
        // The first that the journal still has: where it was sent again, that record outlives the one that accepted it.
        EventAccepted? first = null;
        var attempts = new List<AttemptRecord>();
        DateTimeOffset? deliveredAt = null;
        var droppedAt = 0L;
        await foreach (var row in journal.ReadAsync(subscriptionId, found.PayloadAt, long.MaxValue, All, descending: false, cancellation))
        {
            foreach (var happened in PartsOf(row))
            {
                first ??= PayloadIn([happened], eventId);
                if (happened is EventDropped dropped && dropped.EventId == eventId)
                {
                    (first, deliveredAt, droppedAt) = (null, null, row.SequenceNumber);
                    attempts.Clear();
                }

                // A POST that was under way as its event was dropped may have ended later.
                if (AttemptOf(happened, eventId) is { } attempt && attempt.PayloadAt > droppedAt)
                {
                    attempts.Add(attempt);
                    deliveredAt = attempt.Outcome == Outcome.Delivered ? EndOf(attempt) : deliveredAt;
                }
            }
        }

        var payload = found.Held is null ? first?.Payload ?? default : found.Payload;
        var acceptedAt = found.Held?.AcceptedAt ?? first?.At;
        if (payload.IsEmpty || acceptedAt is null || (found.Held is null && deliveredAt is null))
        {
            return null;
        }

        using var document = JsonDocument.Parse(payload);
        return new EventDetail(
            eventId, found.Held?.State ?? "delivered", acceptedAt.Value, found.Held is null ? deliveredAt : null, found.Held?.Refusals ?? 0,
            found.Held?.NextDueAt, document.RootElement.Clone(), attempts,
            EventDetail.CurlFor(found.CallbackUrl, found.AuthorizationSet, eventId, payload.Span));
    }

    private async Task<IReadOnlyList<SubscriptionEvent>> AcceptedAtAsync(string subscriptionId, long at, CancellationToken cancellation) =>
        (await journal.PageAsync(subscriptionId, at, at, Payloads, descending: false, limit: 1, cancellation)).Select(PartsOf).FirstOrDefault([]);
}
