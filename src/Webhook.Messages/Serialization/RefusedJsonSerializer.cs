using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Webhook.Messages.Serialization;

/// <summary>Stands where Akka's Newtonsoft serializer would: refuses to write or read anything.</summary>
public sealed class RefusedJsonSerializer : Serializer
{
    /// <summary>Made by Akka, which hands over the settings that its own serializer would take.</summary>
    public RefusedJsonSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <inheritdoc />
    public override int Identifier => 1;

    /// <inheritdoc />
    public override bool IncludeManifest => true;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType().FullName} has no serializer.");

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException("Serializer 1 is refused.");
}
