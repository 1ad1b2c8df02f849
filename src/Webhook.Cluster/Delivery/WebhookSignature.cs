using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Webhook.Cluster.Subscriptions;

namespace Webhook.Cluster.Delivery;

/// <summary>Signatures as Standard Webhooks 1.0 defines them.</summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>Value of <c>webhook-signature</c>: <c>v1,&lt;base64&gt;</c> for each secret, separated by spaces.</summary>
    /// <param name="secrets">Each <c>whsec_</c> and base64, checked when it was set.</param>
    /// <param name="webhookId">Value of <c>webhook-id</c>.</param>
    /// <param name="unixSeconds">Value of <c>webhook-timestamp</c>.</param>
    /// <param name="payload">The body.</param>
    public static string Sign(IReadOnlyList<Secret> secrets, string webhookId, long unixSeconds, ReadOnlySpan<byte> payload)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{webhookId}.{unixSeconds}."));
        var signed = new byte[head.Length + payload.Length];
        head.CopyTo(signed, 0);
        payload.CopyTo(signed.AsSpan(head.Length));
        return string.Join(' ', secrets.Select(s => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(s), signed))}"));
    }

    private static byte[] KeyOf(Secret secret) => Convert.FromBase64String(secret.Value[SecretPrefix.Length..]);
}
