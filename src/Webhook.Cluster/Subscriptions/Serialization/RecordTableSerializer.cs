using Akka.Actor;
using Akka.Serialization;
using Webhook.Messages.Serialization;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>Writes and reads what a table of records knows.</summary>
/// <param name="system">The actor system.</param>
/// <param name="identifier">Part of persisted data and of the wire, so never changed.</param>
/// <param name="table">The table.</param>
public abstract class RecordTableSerializer(ExtendedActorSystem system, int identifier, RecordTable table) : SerializerWithStringManifest(system)
{
    /// <inheritdoc />
    public override int Identifier => identifier;

    /// <inheritdoc />
    public override string Manifest(object o) => table.ManifestOf(o);

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => table.Write(obj);

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest) => table.Read(bytes, manifest);
}

/// <summary>For the journal and the snapshot store.</summary>
public sealed class JournalSerializer(ExtendedActorSystem system) : RecordTableSerializer(system, 8402, JournalRecords.Table);

/// <summary>For what nodes of the cluster send each other.</summary>
public sealed class ClusterSerializer(ExtendedActorSystem system) : RecordTableSerializer(system, 8403, ClusterRecords.Table);
