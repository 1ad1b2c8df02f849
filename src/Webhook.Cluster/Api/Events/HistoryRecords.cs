using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Subscriptions.History;
using Webhook.Cluster.Subscriptions.Serialization;

namespace Webhook.Cluster.Api.Events;

/// <summary>What the journal's records say to somebody who looks back.</summary>
internal static class HistoryRecords
{
    /// <summary>The event with its payload, if one of <paramref name="parts"/> carries that.</summary>
    public static EventAccepted? PayloadIn(IReadOnlyList<SubscriptionEvent> parts, string eventId)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case EventAccepted accepted when accepted.EventId == eventId:
                    return accepted;
                case DeliveredEventReplayed replayed when replayed.EventId == eventId:
                    return new EventAccepted(eventId, replayed.At, replayed.Payload);
                case ParkedEventReplayed { Payload.IsEmpty: false } replayed when replayed.EventId == eventId:
                    return new EventAccepted(eventId, replayed.At, replayed.Payload);
            }
        }

        return null;
    }

    /// <summary>What a record tells.</summary>
    public static IReadOnlyList<SubscriptionEvent> PartsOf(JournalRow row) =>
        ((SubscriptionEvent)JournalRecords.Table.Read(row.Message, row.Manifest)).Parts;

    /// <summary>The deliveries that a record tells of.</summary>
    public static IReadOnlyList<EventDelivered> DeliveriesIn(JournalRow row) => PartsOf(row)[0] is EventsDelivered delivered ? delivered.Deliveries : [];

    /// <summary>The attempt of the event that a record tells of.</summary>
    public static AttemptRecord? AttemptOf(SubscriptionEvent record, string eventId) => record switch
    {
        EventsDelivered e => e.Deliveries.Select(d => d.Attempt).FirstOrDefault(a => a.EventId == eventId),
        EventRefused e when e.Attempt.EventId == eventId => e.Attempt,
        AttemptFailed e when e.Attempt.EventId == eventId => e.Attempt,
        _ => null,
    };

    /// <summary>When an attempt ended, UTC.</summary>
    public static DateTimeOffset EndOf(AttemptRecord attempt) => attempt.StartedAt.AddMilliseconds(attempt.DurationMs);
}
