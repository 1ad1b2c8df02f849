using Webhook.Cluster.Delivery;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions.History;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Hosting;

/// <summary>What is not an actor.</summary>
internal static class ServiceSetup
{
    /// <summary>Adds what makes POSTs.</summary>
    public static IServiceCollection AddWebhookDelivery(this IServiceCollection services) => services
        .AddSingleton<INameResolver, SystemNameResolver>()
        .AddSingleton(s => new AddressGuard(s.GetRequiredService<DeliveryOptions>().AllowedNetworks, s.GetRequiredService<DeliveryOptions>().AllowHttp))
        .AddSingleton<WebhookPoster>()
        .AddSingleton<IWebhookPoster>(s => new TracingPoster(new OpeningPoster(
            s.GetRequiredService<WebhookPoster>(), s.GetRequiredService<SecretVault>(), s.GetRequiredService<TimeProvider>())))
        .AddSingleton(s => new PostSlots(
            s.GetRequiredService<DeliveryOptions>().MaxInFlightPerNode, s.GetRequiredService<DeliveryOptions>().MaxInFlightPerHost))
        .AddSingleton<IDeliverer, Deliverer>();

    /// <summary>Adds what reads and writes the database beside the journal.</summary>
    public static IServiceCollection AddWebhookStorage(this IServiceCollection services) => services
        .AddSingleton(s => new KnownSubscriptions(s.GetRequiredService<Database>()))
        .AddSingleton(s => new JournalReader(s.GetRequiredService<Database>()))
        .AddSingleton(s => new SummaryTable(s.GetRequiredService<Database>()))
        .AddSingleton<SummarySearch>()
        .AddSingleton<SummaryWarnings>()
        .AddSingleton<SummaryLag>();
}
