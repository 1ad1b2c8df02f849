using Akka.Actor;
using Akka.Persistence;
using Akka.Serialization;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>A record as it stands in the table <c>journal</c>.</summary>
/// <param name="PersistenceId">Whose record.</param>
/// <param name="SequenceNumber">Its place.</param>
/// <param name="Created">When it was written, in ticks of UTC.</param>
/// <param name="Message">The serialized event.</param>
/// <param name="Manifest">The serializer's manifest.</param>
/// <param name="Identifier">The serializer's identifier.</param>
/// <param name="Writer">The life of the actor that wrote it.</param>
internal sealed record RecordRow(string PersistenceId, long SequenceNumber, long Created, byte[] Message, string Manifest, int Identifier, string Writer)
{
    /// <summary>The row of <paramref name="record"/>.</summary>
    public static RecordRow Of(IPersistentRepresentation record, long created, Serialization serialization)
    {
        var serializer = serialization.FindSerializerForType(record.Payload.GetType());
        return new RecordRow(
            record.PersistenceId, record.SequenceNr, created, serializer.ToBinary(record.Payload), Serialization.ManifestFor(serializer, record.Payload), serializer.Identifier, record.WriterGuid);
    }

    /// <summary>The record that the row holds.</summary>
    public IPersistentRepresentation Read(Serialization serialization) => new Persistent(
        serialization.Deserialize(Message, Identifier, Manifest), SequenceNumber, PersistenceId, Manifest, isDeleted: false, ActorRefs.NoSender, Writer, Created);
}
