using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages.Serialization;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>
/// Every record of the journal and the snapshot store. A manifest once written stays here for ever; a changed format gets a
/// new manifest beside the old one, and a golden file.
/// </summary>
public static class JournalRecords
{
    /// <summary>Manifest of <see cref="EventAccepted"/>, which carries a payload.</summary>
    public const string EventAccepted = "ea1";

    /// <summary>Manifest of <see cref="EventAcceptedAfterDeliveries"/>, which carries the accepted event's payload.</summary>
    public const string EventAcceptedAfterDeliveries = "ea2";

    /// <summary>Manifest of <see cref="EventsAccepted"/>, which carries the accepted events' payloads.</summary>
    public const string EventsAccepted = "ea3";

    /// <summary>Manifest of <see cref="DeliveredEventReplayed"/>, which carries a payload.</summary>
    public const string DeliveredEventReplayed = "dr1";

    /// <summary>Manifest of <see cref="ParkedEventReplayed"/>, which carries a payload.</summary>
    public const string ParkedEventReplayed = "pr2";

    /// <summary>Manifest of <see cref="EventDropped"/>.</summary>
    public const string EventDropped = "xd1";

    /// <summary>Manifest of <see cref="EventsDelivered"/>.</summary>
    public const string EventsDelivered = "ed1";

    /// <summary>Manifest of <see cref="EventRefused"/>.</summary>
    public const string EventRefused = "er1";

    /// <summary>Manifest of <see cref="AttemptFailed"/>.</summary>
    public const string AttemptFailed = "af1";

    /// <summary>Manifest of <see cref="SubscriptionSnapshot"/>.</summary>
    public const string Snapshot = "st4";

    /// <summary>The table.</summary>
    public static readonly RecordTable Table = new(
        RecordFormat.Of("sc1", JournalJson.Default.SubscriptionCreated),
        RecordFormat.Of("ss1", JournalJson.Default.SettingsChanged),
        // From the second format on, secrets are sealed: a node that knows only the first must not send a sealed one as it is.
        RecordFormat.Of("sc2", JournalJson.Default.SubscriptionCreated),
        RecordFormat.Of("ss2", JournalJson.Default.SettingsChanged),
        RecordFormat.Of("sx1", JournalJson.Default.SubscriptionCancelled),
        RecordFormat.Of("sp1", JournalJson.Default.SubscriptionPaused),
        RecordFormat.Of("sr1", JournalJson.Default.SubscriptionResumed),
        RecordFormat.Of<EventAccepted, EventHeader>(
            EventAccepted,
            JournalJson.Default.EventHeader,
            e => (new EventHeader(e.EventId, e.At, e.TraceParent, e.NearlyFullOf), e.Payload),
            (header, payload) => new EventAccepted(header.EventId, header.At, payload) { TraceParent = header.TraceParent, NearlyFullOf = header.NearlyFullOf }),
        RecordFormat.Of<EventAcceptedAfterDeliveries, EventAfterDeliveriesHeader>(
            EventAcceptedAfterDeliveries,
            JournalJson.Default.EventAfterDeliveriesHeader,
            e => (new EventAfterDeliveriesHeader(e.Accepted.EventId, e.At, e.Delivered, e.Accepted.TraceParent, e.Accepted.NearlyFullOf), e.Accepted.Payload),
            (header, payload) => new EventAcceptedAfterDeliveries(
                header.Delivered,
                new EventAccepted(header.EventId, header.At, payload) { TraceParent = header.TraceParent, NearlyFullOf = header.NearlyFullOf })),
        RecordFormat.Of<EventsAccepted, EventsAcceptedHeader>(EventsAccepted, JournalJson.Default.EventsAcceptedHeader, EventsAcceptedFormat.Split, EventsAcceptedFormat.Join),
        RecordFormat.Of(EventsDelivered, JournalJson.Default.EventsDelivered),
        RecordFormat.Of(EventRefused, JournalJson.Default.EventRefused),
        RecordFormat.Of(AttemptFailed, JournalJson.Default.AttemptFailed),
        RecordFormat.Of("pr1", JournalJson.Default.ParkedEventReplayed),
        // From the second format on, the payload is in it.
        RecordFormat.Of<ParkedEventReplayed, EventHeader>(
            ParkedEventReplayed,
            JournalJson.Default.EventHeader,
            e => (new EventHeader(e.EventId, e.At), e.Payload),
            (header, payload) => new ParkedEventReplayed(header.EventId, header.At, payload)),
        RecordFormat.Of<DeliveredEventReplayed, EventHeader>(
            DeliveredEventReplayed,
            JournalJson.Default.EventHeader,
            e => (new EventHeader(e.EventId, e.At, NearlyFullOf: e.NearlyFullOf), e.Payload),
            (header, payload) => new DeliveredEventReplayed(header.EventId, header.At, payload) { NearlyFullOf = header.NearlyFullOf }),
        RecordFormat.Of(EventDropped, JournalJson.Default.EventDropped),
        RecordFormat.Of("an1", JournalJson.Default.Announced),
        RecordFormat.Of<SubscriptionSnapshot, SnapshotHeader>("st1", JournalJson.Default.SnapshotHeader, SnapshotHeader.Split, SnapshotHeader.Join),
        RecordFormat.Of<SubscriptionSnapshot, SnapshotHeader>("st2", JournalJson.Default.SnapshotHeader, SnapshotHeader.Split, SnapshotHeader.Join),
        // From the third format on, what is remembered of ids is no JSON.
        RecordFormat.Of<SubscriptionSnapshot, SnapshotHeader>("st3", JournalJson.Default.SnapshotHeader, SnapshotHeader.Split, SnapshotHeader.Join),
        // From the fourth format on, places are no numbers of records.
        RecordFormat.Of<SubscriptionSnapshot, SnapshotHeader>(Snapshot, JournalJson.Default.SnapshotHeader, SnapshotHeader.Split, SnapshotHeader.Join));
}
