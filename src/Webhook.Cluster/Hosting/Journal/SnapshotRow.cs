using Akka.Persistence;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>A snapshot as it stands in the table <c>snapshot</c>.</summary>
/// <param name="SequenceNumber">The record that it includes last.</param>
/// <param name="Created">When it was stored, in ticks of UTC.</param>
/// <param name="Snapshot">The serialized state.</param>
/// <param name="Manifest">The serializer's manifest.</param>
/// <param name="Identifier">The serializer's identifier.</param>
internal sealed record SnapshotRow(long SequenceNumber, long Created, byte[] Snapshot, string Manifest, int Identifier)
{
    /// <summary>The row of <paramref name="snapshot"/>.</summary>
    public static SnapshotRow Of(SnapshotMetadata metadata, object snapshot, Akka.Serialization.Serialization serialization)
    {
        var serializer = serialization.FindSerializerFor(snapshot);
        return new SnapshotRow(
            metadata.SequenceNr,
            metadata.Timestamp.Ticks,
            serializer.ToBinary(snapshot),
            Akka.Serialization.Serialization.ManifestFor(serializer, snapshot),
            serializer.Identifier);
    }
}
