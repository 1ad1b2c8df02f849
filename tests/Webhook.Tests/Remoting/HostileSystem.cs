using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;
using Akka.Serialization;

namespace Webhook.Tests.Remoting;

/// <summary>A stranger's actor system: speaks Akka's protocol, with serializers that write what the test wants.</summary>
internal static class HostileSystem
{
    private static readonly Config Remote = ConfigurationFactory.ParseString("""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = remote
          remote.retry-gate-closed-for = 100ms
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0, maximum-frame-size = 900000b, send-buffer-size = 2000000b, receive-buffer-size = 2000000b }
          coordinated-shutdown.exit-clr = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """);

    /// <summary>A system whose <see cref="Raw"/> messages claim to come from the serializer <paramref name="identifier"/>.</summary>
    public static ActorSystem Claiming(int identifier) => ActorSystem.Create("hostile", ActorSystemSetup.Create(
        BootstrapSetup.Create().WithConfig(Remote),
        SerializationSetup.Create(system => [SerializerDetails.Create("raw", new RawSerializer(system, identifier), [typeof(Raw)])])));

    /// <summary>A system with Akka's own serializers; with TLS when it is given.</summary>
    /// <param name="tls">Its certificate.</param>
    /// <param name="name">Its name; a member of a cluster has that of the cluster.</param>
    /// <param name="more">Further settings.</param>
    public static ActorSystem Plain(DotNettySslSetup? tls = null, string name = "hostile", string more = "")
    {
        var config = ConfigurationFactory.ParseString($"{more}\nakka.remote.dot-netty.tcp.enable-ssl = {(tls is null ? "false" : "true")}").WithFallback(Remote);
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config));
        return ActorSystem.Create(name, tls is null ? setup : setup.And(tls));
    }

    private sealed class RawSerializer(ExtendedActorSystem system, int identifier) : SerializerWithStringManifest(system)
    {
        public override int Identifier => identifier;

        public override string Manifest(object o) => ((Raw)o).ManifestText;

        public override byte[] ToBinary(object obj) => ((Raw)obj).Bytes;

        public override object FromBinary(byte[] bytes, string manifest) => new Raw(manifest, bytes);
    }
}

/// <summary>Bytes and a manifest that go out as they are.</summary>
internal sealed record Raw(string ManifestText, byte[] Bytes);

/// <summary>What an attacker would like to have made; it counts how often that worked.</summary>
public sealed class Gadget
{
    private static int _created;

    public Gadget() => Interlocked.Increment(ref _created);

    public static int Created => Volatile.Read(ref _created);

    /// <summary>Its manifest on the wire.</summary>
    public static string Manifest => $"{typeof(Gadget).FullName}, {typeof(Gadget).Assembly.GetName().Name}";

    /// <summary>A payload as Newtonsoft writes it with type names.</summary>
    public static byte[] Json => System.Text.Encoding.UTF8.GetBytes($$"""{"$id":"1","$type":"{{Manifest}}"}""");
}

/// <summary>An actor that an attacker would like to have deployed.</summary>
public sealed class GadgetActor : ReceiveActor
{
    private static int _created;

    public GadgetActor() => Interlocked.Increment(ref _created);

    public static int Created => Volatile.Read(ref _created);
}
