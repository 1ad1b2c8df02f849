using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Webhook.Messages.Serialization;

/// <summary>
/// Stands in the place of the serializer of remote deployment, by which a peer has this process create an actor of whatever
/// type it names. Nothing is deployed that way here.
/// </summary>
/// <param name="system">The actor system.</param>
public sealed class RefusedDeploymentSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>The identifier that the refused serializer has on the wire.</summary>
    public override int Identifier => 3;

    /// <inheritdoc />
    public override bool IncludeManifest => false;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => throw new SerializationException("Actors are not deployed to other nodes.");

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException("Actors are not deployed from other nodes.");
}
