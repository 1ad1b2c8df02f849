using System.Security.Cryptography;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Subscriptions;

namespace Webhook.Cluster.Secrets;

/// <summary>Makes the first key before it is needed, and says so when nothing protects the keys.</summary>
internal sealed class KeyRingStart(WebhookOptions options, SecretVault vault, ILogger<KeyRingStart> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Secrets.IsProtected)
        {
            log.LogWarning(
                "The keys that seal header values and signing secrets lie in clear in {Place}: whoever can read both reads the secrets. Set Webhook:Secrets:CertificatePath",
                KeyRing.FolderOf(options) ?? $"the table {DatabaseKeyRepository.Name}, beside what they seal");
        }

        try
        {
            vault.Seal(new Secret("first use"));
        }
        catch (CryptographicException e)
        {
            log.LogError(e, "The key ring cannot be read: secrets cannot be set, and subscriptions that have some fail until it can");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
