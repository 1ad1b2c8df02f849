using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.Client;
using Akka.Hosting;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Summary;
using Webhook.Cluster.Telemetry;
using Webhook.Cluster.Telemetry.Reports;
using Webhook.Messages.Serialization;

namespace Webhook.Cluster.Hosting;

/// <summary>The actors of a node: the summary writer, the shard region of subscriptions, the gateway.</summary>
internal static class ActorSetup
{
    /// <summary>As long as a retry waits unless it is configured otherwise; a database that failed for longer is noticed by then.</summary>
    private static readonly TimeSpan LongestSetback = TimeSpan.FromMinutes(5);

    public static AkkaConfigurationBuilder WithWebhookActors(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder
        .AddHocon(MessagesSerializer.Config, HoconAddMode.Prepend)
        .WithActors((system, registry) => registry.Register<SummaryWriter>(
            system.ActorOf(SummaryWriter.Props(services.GetRequiredService<SummaryTable>(), services.GetRequiredService<SummaryLag>()), "summary-writer")))
        .WithShardRegion<SubscriptionRegion>(
            SubscriptionRegion.TypeName,
            (system, registry, _) =>
            {
                var environment = EnvironmentOf(system, registry, services);
                return id => SubscriptionActor.Props(id, environment);
            },
            new SubscriptionRegion(),
            NetworkSetup.ShardOptions())
        .WithActors((system, registry) =>
        {
            var known = services.GetRequiredService<KnownSubscriptions>();
            var meter = services.GetRequiredService<WebhookMeter>();
            var region = registry.Get<SubscriptionRegion>();
            var clock = services.GetRequiredService<TimeProvider>();
            var peers = new PeerGateways((ExtendedActorSystem)system);
            var gateway = system.ActorOf(Props.Create(() => new LessonGateway(region, known, meter, peers, clock)), LessonGateway.Name);
            ClusterClientReceptionist.Get(system).RegisterService(gateway);
            services.GetRequiredService<Departure>().Follow(system, gateway, region);
            var state = services.GetRequiredService<NodeState>();
            system.ActorOf(Props.Create(() => new NodeReporter(state.Report)), NodeReporter.Name);
        });

    private static SubscriptionEnvironment EnvironmentOf(ActorSystem system, IActorRegistry registry, IServiceProvider services)
    {
        var options = services.GetRequiredService<WebhookOptions>();
        var delivery = options.Delivery;
        var self = Akka.Cluster.Cluster.Get(system).SelfAddress;
        var writer = registry.Get<SummaryWriter>();
        var operators = new OperatorsDesk(services.GetRequiredService<KnownSubscriptions>(), registry.Get<SubscriptionRegion>);
        return new SubscriptionEnvironment(
            new DeliveryPolicy(delivery.Interval, delivery.Retries, delivery.OutboxLimit, delivery.AllowHttp),
            options.Persistence.Retention,
            options.Cluster.PassivateAfter,
            $"{self.Host}:{self.Port}",
            services.GetRequiredService<IDeliverer>(),
            services.GetRequiredService<SecretVault>(),
            new Admission(PersistenceSetup.AdmittedEvents),
            services.GetRequiredService<WebhookMeter>(),
            services.GetRequiredService<OutcomeLog>(),
            new Setbacks(delivery.Interval < LongestSetback ? delivery.Interval : LongestSetback),
            registry.Get<SubscriptionRegion>,
            operators.HandOverAsync,
            row => writer.Tell(row));
    }
}
