using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;
using Webhook.Messages.Serialization;

namespace Webhook.Messages;

/// <summary>The sender's own actor system: remoting and a cluster client, nothing of the cluster's code.</summary>
internal static class SenderSystem
{
    /// <summary>Name of the cluster's actor system; part of every node's address.</summary>
    private const string ClusterName = "webhook";

    public static ActorSystem Create(LessonEventSenderOptions options)
    {
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(ConfigOf(options)));
        return ActorSystem.Create("webhook-sender", options.Tls is { } tls
            ? setup.And(ClusterTls.Load(tls.CertificatePath, tls.Password, tls.AuthorityPath).ToSetup())
            : setup);
    }

    /// <summary>The receptionists of the contact points.</summary>
    /// <exception cref="ArgumentException">A contact point is not an address.</exception>
    public static IEnumerable<ActorPath> Receptionists(LessonEventSenderOptions options)
    {
        var contactPoints = options.ContactPoints;
        var protocol = options.Tls is null ? "akka.tcp" : "akka.ssl.tcp";
        if (contactPoints.Count == 0)
        {
            throw new ArgumentException("ContactPoints is empty; name at least one node as host:port.", nameof(options));
        }

        foreach (var point in contactPoints)
        {
            var full = point.Contains("://", StringComparison.Ordinal) ? point : $"{protocol}://{ClusterName}@{point}";
            if (!ActorPath.TryParse($"{full.TrimEnd('/')}/system/receptionist", out var path) || path.Address.Port is null || path.Address.Protocol != protocol || path.Address.System != ClusterName)
            {
                throw new ArgumentException($"ContactPoints holds '{point}', which is no address here; write host:port or {protocol}://{ClusterName}@host:port.", nameof(options));
            }

            if (ReturnAddress.FaultFor(path.Address.Host, options) is { } fault)
            {
                throw new ArgumentException(fault, nameof(options));
            }

            yield return path;
        }
    }

    private static Config ConfigOf(LessonEventSenderOptions options) =>
        ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = WARNING
              stdout-loglevel = WARNING
              actor.provider = remote
              remote.dot-netty.tcp {
                hostname = "{{options.HostName}}"
                port = {{options.Port}}
                enable-ssl = {{(options.Tls is null ? "false" : "true")}}
                public-hostname = "{{options.PublicHostName ?? options.HostName}}"
                # A payload may have 64 KiB; the default frame would drop it with its envelope escaped.
                maximum-frame-size = 256000b
                send-buffer-size = 512000b
                receive-buffer-size = 512000b
              }
              # A node that comes back on its address is tried again soon, not after five seconds.
              remote.retry-gate-closed-for = 1s
              cluster.client {
                establishing-get-contacts-interval = 1s
                refresh-contacts-interval = 10s
                heartbeat-interval = 1s
                acceptable-heartbeat-pause = 5s
                # What finds no node waits here; beyond it the event's own repetition takes over.
                buffer-size = {{Math.Clamp(options.MaxInFlight, 1, 10_000)}}
              }
              # The process belongs to its owner: losing a node is no reason to end it.
              coordinated-shutdown.exit-clr = off
              coordinated-shutdown.run-by-clr-shutdown-hook = off
            }
            """)
            .WithFallback(MessagesSerializer.Config)
            .WithFallback(ClusterClientReceptionist.DefaultConfig())
            .WithFallback(DistributedPubSub.DefaultConfig());
}
