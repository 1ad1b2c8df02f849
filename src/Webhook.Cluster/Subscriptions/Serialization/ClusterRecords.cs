using System.Runtime.Serialization;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Messages;
using Webhook.Messages.Serialization;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>Every message that nodes send each other about subscriptions and themselves.</summary>
public static class ClusterRecords
{
    private const string HandedBackManifest = "hb1";

    /// <summary>The table.</summary>
    public static readonly RecordTable Table = new(
        RecordFormat.Of<AcceptEvent, AcceptHeader>(
            "ca1",
            ClusterJson.Default.AcceptHeader,
            c => (new AcceptHeader(c.SubscriptionId, c.EventId, c.TraceParent, c.HappenedAt), c.Payload),
            (h, payload) => new AcceptEvent(h.SubscriptionId, h.EventId, payload) { TraceParent = h.TraceParent, HappenedAt = h.HappenedAt }),
        RecordFormat.Of("cp1", ClusterJson.Default.PutSubscription),
        // From the second format on, secrets are sealed.
        RecordFormat.Of("cp2", ClusterJson.Default.PutSubscription),
        RecordFormat.Of("cc1", ClusterJson.Default.CancelSubscription),
        RecordFormat.Of("ch1", ClusterJson.Default.PauseSubscription),
        RecordFormat.Of("cr1", ClusterJson.Default.ResumeSubscription),
        RecordFormat.Of("cy1", ClusterJson.Default.ReplayParkedEvents),
        RecordFormat.Of<ReplayDeliveredEvent, AcceptHeader>(
            "cz1",
            ClusterJson.Default.AcceptHeader,
            c => (new AcceptHeader(c.SubscriptionId, c.EventId), c.Payload),
            (h, payload) => new ReplayDeliveredEvent(h.SubscriptionId, h.EventId, payload)),
        RecordFormat.Of("cd1", ClusterJson.Default.DropEvent),
        RecordFormat.Of("ct1", ClusterJson.Default.SendTest),
        RecordFormat.Of("qs1", ClusterJson.Default.GetSubscription),
        RecordFormat.Of("qh1", ClusterJson.Default.GetHeldEvents),
        RecordFormat.Of("qe1", ClusterJson.Default.GetEvent),
        RecordFormat.Of("qg1", ClusterJson.Default.GetGenerationStart),
        RecordFormat.Of("qa1", ClusterJson.Default.GetAttempts),
        RecordFormat.Of("as1", ClusterJson.Default.SubscriptionStored),
        RecordFormat.Of("av1", ClusterJson.Default.SubscriptionView),
        RecordFormat.Of("ay1", ClusterJson.Default.Replayed),
        RecordFormat.Of("at1", ClusterJson.Default.TestSent),
        RecordFormat.Of("ax1", ClusterJson.Default.CommandRejected),
        RecordFormat.Of("ae1", ClusterJson.Default.EventView),
        RecordFormat.Of("al1", ClusterJson.Default.EventList),
        RecordFormat.Of<EventFound, FoundHeader>(
            "af1",
            ClusterJson.Default.FoundHeader,
            a => (new FoundHeader(a.Held, a.PayloadAt, a.CallbackUrl, a.AuthorizationSet), a.Payload),
            (h, payload) => new EventFound(h.Held, h.PayloadAt, h.CallbackUrl, h.AuthorizationSet, payload)),
        RecordFormat.Of("ag1", ClusterJson.Default.GenerationStart),
        RecordFormat.Of("aa1", ClusterJson.Default.AttemptList),
        RecordFormat.Of<RelayedEvents, BatchHeader>("er1", MessagesJson.Default.BatchHeader, r => EventBatch.Split(r.Batch), (h, payloads) => new RelayedEvents(EventBatch.Join(h, payloads))),
        RecordFormat.Of("en1", ClusterJson.Default.RelayNoMore),
        RecordFormat.Of("qn1", ClusterJson.Default.GetNodeReport),
        RecordFormat.Of("an1", ClusterJson.Default.NodeReport),
        RecordFormat.Of("ho1", ClusterJson.Default.HandOff),
        RecordFormat.Of("sp1", ClusterJson.Default.StopPassivated),
        RecordFormat.Of<HandedBack, HandedBackHeader>(HandedBackManifest, ClusterJson.Default.HandedBackHeader, Split, Join));

    private static (HandedBackHeader Header, ReadOnlyMemory<byte> Payload) Split(HandedBack back) =>
        (new HandedBackHeader(Table.ManifestOf(back.Message)), Table.Write(back.Message));

    private static HandedBack Join(HandedBackHeader header, ReadOnlyMemory<byte> message)
    {
        if (header.Manifest == HandedBackManifest)
        {
            // Never written; read, a few thousand of them inside each other would use up the stack and end the process.
            throw new SerializationException("A command that is handed back holds another one that is.");
        }

        return Table.Read(message.ToArray(), header.Manifest) is ISubscriptionMessage command
            ? new HandedBack(command)
            : throw new SerializationException($"What is handed back under manifest {header.Manifest} is not a command or query.");
    }
}
