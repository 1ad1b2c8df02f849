using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using DotNetty.Common;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Cluster.Hosting;

/// <summary>Remoting, cluster and what shard regions share.</summary>
public static class NetworkSetup
{
    /// <summary>The actor system's name; part of every address.</summary>
    public const string SystemName = "webhook";

    /// <summary>
    /// How long the host gives a node to stop: all phases of a coordinated shutdown, hand-off included, each at its longest,
    /// and the HTTP requests that are left then.
    /// </summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(90);

    /// <summary>The settings of <c>webhook.hocon</c>.</summary>
    public static Config Hocon { get; } = ReadHocon();

    /// <summary>How long the members see a node as unreachable before they take over from it.</summary>
    public static TimeSpan StableAfter => Hocon.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after");

    /// <summary>Adds remoting, the cluster and logging to the host's log. A node without seed nodes joins itself; see <see cref="Joining.ClusterJoin"/> for the others.</summary>
    public static AkkaConfigurationBuilder WithWebhookNetwork(this AkkaConfigurationBuilder builder, WebhookOptions options)
    {
        // The transport's search for lost buffers takes the stack of one buffer in a hundred: a hundredth of a busy node's time.
        ResourceLeakDetector.Level = ResourceLeakDetector.DetectionLevel.Disabled;
        var remoting = options.Remoting;
        builder
            .AddHocon(Hocon, HoconAddMode.Prepend)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithRemoting(new RemoteOptions
            {
                HostName = remoting.HostName,
                Port = remoting.Port,
                PublicHostName = string.IsNullOrEmpty(remoting.PublicHostName) ? remoting.HostName : remoting.PublicHostName,
            }.UseTls(remoting.Tls))
            .WithClustering(new Akka.Cluster.Hosting.ClusterOptions
            {
                Roles = options.Cluster.Roles,
                // Shards move to the newest version only, so that a rolling update moves each of them once.
                AppVersion = typeof(NetworkSetup).Assembly.GetName().Version!.ToString(3),
            });

        if (options.Cluster.SeedNodes.Length == 0)
        {
            builder.AddStartup((system, _) => JoinSelf(system));
        }

        return builder;
    }

    /// <summary>What the shard region of subscriptions is started with; the rest is in <c>webhook.hocon</c>.</summary>
    /// <param name="handOffStopMessage">Ends an entity when its shard moves; <see cref="HandOff"/> in production.</param>
    public static ShardOptions ShardOptions(object? handOffStopMessage = null) => new()
    {
        RememberEntities = true,
        RememberEntitiesStore = RememberEntitiesStore.Eventsourced,
        StateStoreMode = StateStoreMode.DData,
        HandOffStopMessage = handOffStopMessage ?? HandOff.Instance,
        // Fixed here: an entity that remembered work must never be put to sleep from outside.
        ShouldPassivateIdleEntities = false,
    };

    private static void JoinSelf(ActorSystem system)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
    }

    private static Config ReadHocon()
    {
        using var stream = typeof(NetworkSetup).Assembly.GetManifestResourceStream("webhook.hocon")
            ?? throw new InvalidOperationException("The build left out the embedded resource webhook.hocon.");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
