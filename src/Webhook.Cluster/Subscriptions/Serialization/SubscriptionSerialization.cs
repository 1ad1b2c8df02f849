using Akka.Hosting;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Telemetry.Reports;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>Binds the records' types to their serializers.</summary>
public static class SubscriptionSerialization
{
    /// <summary>Adds the serializers of the journal and of the messages between nodes.</summary>
    public static AkkaConfigurationBuilder WithSubscriptionSerializers(this AkkaConfigurationBuilder builder) => builder
        .WithCustomSerializer("webhook-journal", [typeof(SubscriptionEvent), typeof(SubscriptionSnapshot)], system => new JournalSerializer(system))
        .WithCustomSerializer(
            "webhook-cluster",
            [typeof(ISubscriptionMessage), typeof(ISubscriptionReply), typeof(IRelayMessage), typeof(INodeReportMessage), typeof(HandOff), typeof(StopPassivated)],
            system => new ClusterSerializer(system));
}
