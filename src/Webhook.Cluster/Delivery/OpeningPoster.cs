using System.Security.Cryptography;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions;

namespace Webhook.Cluster.Delivery;

/// <summary>Opens a request's secrets for the moment of its POST, and nowhere else.</summary>
/// <param name="poster">Makes the POST.</param>
/// <param name="vault">Opens.</param>
/// <param name="clock">Gives the time of an attempt that ends before it begins.</param>
internal sealed class OpeningPoster(IWebhookPoster poster, SecretVault vault, TimeProvider clock) : IWebhookPoster
{
    private const string Unreadable =
        "Not sent: the header value or signing secret cannot be decrypted. Bring back the key that sealed it, or set the value again.";

    /// <inheritdoc />
    public Task<PostResult> PostAsync(PostRequest request, CancellationToken cancellation)
    {
        if (request is { Authorization: null, SigningSecrets: [] })
        {
            return poster.PostAsync(request, cancellation);
        }

        PostRequest opened;
        try
        {
            opened = request with
            {
                Authorization = request.Authorization is { } value ? vault.Open(value) : null,
                SigningSecrets = [.. Open(request.SigningSecrets)],
            };
        }
        catch (CryptographicException)
        {
            return Task.FromResult(new PostResult(Outcome.Failed, null, Unreadable, "", null, TimedOut: false, clock.GetUtcNow(), TimeSpan.Zero));
        }

        return poster.PostAsync(opened, cancellation);
    }

    /// <summary>The present secret must be readable; the ones before it are signed with beside it, as long as they are.</summary>
    private IEnumerable<Secret> Open(IReadOnlyList<Secret> secrets)
    {
        for (var i = 0; i < secrets.Count; i++)
        {
            Secret opened;
            try
            {
                opened = vault.Open(secrets[i]);
            }
            catch (CryptographicException) when (i > 0)
            {
                continue;
            }

            yield return opened;
        }
    }
}
