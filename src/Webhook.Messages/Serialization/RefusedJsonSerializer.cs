using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Webhook.Messages.Serialization;

/// <summary>
/// Stands in the place of Akka's default serializer, which makes objects of whatever type the bytes name: whoever reaches the
/// port could run code. Every type that is sent here has a serializer of its own.
/// </summary>
public sealed class RefusedJsonSerializer : Serializer
{
    /// <summary>A serializer for a system that has no settings for the refused one.</summary>
    public RefusedJsonSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>Akka hands over the refused serializer's settings where it has some; they mean nothing here.</summary>
    public RefusedJsonSerializer(ExtendedActorSystem system, Akka.Configuration.Config settings)
        : base(system) => _ = settings;

    /// <summary>The identifier that the refused serializer has on the wire.</summary>
    public override int Identifier => 1;

    /// <inheritdoc />
    public override bool IncludeManifest => false;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj?.GetType().FullName} has no serializer of its own, and type names are never written.");

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("Messages that name their own types are refused.");
}
