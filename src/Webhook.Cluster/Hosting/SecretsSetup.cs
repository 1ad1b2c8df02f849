using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Secrets;

namespace Webhook.Cluster.Hosting;

/// <summary>The vault that seals secrets.</summary>
internal static class SecretsSetup
{
    /// <summary>Adds the vault, and its first key before the node serves anybody.</summary>
    public static IServiceCollection AddWebhookSecrets(this IServiceCollection services) => services
        .AddSingleton(s => new SecretVault(
            () => KeyRing.Load(s.GetRequiredService<WebhookOptions>(), s.GetRequiredService<Database>(), s.GetRequiredService<ILoggerFactory>()),
            s.GetRequiredService<TimeProvider>()))
        .AddHostedService<KeyRingStart>();
}
