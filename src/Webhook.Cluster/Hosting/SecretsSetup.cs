using Webhook.Cluster.Api.Links;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Secrets;

namespace Webhook.Cluster.Hosting;

/// <summary>The vault that seals secrets, and what else rests on its keys.</summary>
internal static class SecretsSetup
{
    /// <summary>Adds the vault, and its first key before the node serves anybody.</summary>
    public static IServiceCollection AddWebhookSecrets(this IServiceCollection services, WebhookOptions options, Database database)
    {
        KeyRing.Protect(services, options, database);
        return services.AddSingleton(s => new SecretVault(
                () => KeyRing.Load(options, database, s.GetRequiredService<ILoggerFactory>()),
                s.GetRequiredService<TimeProvider>()))
            .AddSingleton<CustomerLinks>()
            .AddHostedService<KeyRingStart>();
    }
}
