using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Webhook.Messages.Serialization;

/// <summary>
/// What senders and nodes say to each other. A <see cref="LessonCompleted"/> is rendered as it is written, and arrives as a
/// <see cref="RenderedEvent"/>. Hostile bytes raise <see cref="System.Runtime.Serialization.SerializationException"/> and nothing else.
/// </summary>
/// <param name="system">The actor system.</param>
public sealed class MessagesSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Every record on the wire.</summary>
    public static readonly RecordTable Table = new(
        RecordFormat.Of<RenderedEvent, EventIds>(
            "lc1",
            MessagesJson.Default.EventIds,
            e => (new EventIds(e.SubscriptionId, e.EventId, e.TraceParent), e.Payload),
            // A copy, so that an event that is held long does not hold the whole message.
            (ids, payload) => new RenderedEvent(ids.SubscriptionId, ids.EventId, payload.ToArray()) { TraceParent = ids.TraceParent }),
        RecordFormat.Of<EventBatch, BatchHeader>("lb1", MessagesJson.Default.BatchHeader, EventBatch.Split, EventBatch.Join),
        RecordFormat.Of("rb1", MessagesJson.Default.ReceiptLists, ReceiptBatch.Split, ReceiptBatch.Join),
        RecordFormat.Of("ra1", MessagesJson.Default.Accepted),
        RecordFormat.Of("rd1", MessagesJson.Default.Duplicate),
        RecordFormat.Of("rr1", MessagesJson.Default.Rejected));

    /// <summary>Names and binds the serializer, and refuses those that create what the bytes name; for senders and nodes alike.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers {
            webhook-messages = "{{TypeName<MessagesSerializer>()}}"
            json = "{{TypeName<RefusedJsonSerializer>()}}"
            daemon-create = "{{TypeName<RefusedDeploymentSerializer>()}}"
          }
          serialization-bindings {
            "{{TypeName<LessonCompleted>()}}" = webhook-messages
            "{{TypeName<RenderedEvent>()}}" = webhook-messages
            "{{TypeName<EventBatch>()}}" = webhook-messages
            "{{TypeName<Receipt>()}}" = webhook-messages
            "{{TypeName<ReceiptBatch>()}}" = webhook-messages
          }
        }
        """);

    /// <summary>Part of the wire format, so never changed.</summary>
    public override int Identifier => 8401;

    /// <inheritdoc />
    public override string Manifest(object o) => Table.ManifestOf(Rendered(o));

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => Table.Write(Rendered(obj));

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest) => Table.Read(bytes, manifest);

    private static object Rendered(object message) => message is LessonCompleted lesson ? LessonPayload.ToRendered(lesson) : message;

    private static string TypeName<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
