using System.Security.Cryptography;
using System.Text;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Api.Security;

/// <summary>The configured keys, held as SHA-256 hashes.</summary>
public sealed class ApiKeyRing
{
    private readonly (byte[] Hash, KnownKey Key)[] _keys;

    /// <summary>Takes the keys of <paramref name="options"/>.</summary>
    public ApiKeyRing(WebhookOptions options) =>
        _keys = [.. options.ApiKeys.Select(k => (HashOf(k), new KnownKey(k.Name, k.Role!.Value, MarkOf(HashOf(k)))))];

    /// <summary>Whether no key is configured: then the port listens on loopback only, and whoever reaches it is an operator.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>What is known of <paramref name="key"/>, or null. Takes the same time for every key.</summary>
    public KnownKey? Find(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        KnownKey? found = null;
        foreach (var candidate in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(candidate.Hash, hash))
            {
                found = candidate.Key;
            }
        }

        return found;
    }

    /// <summary>The key that bore <paramref name="mark"/> when it was found, as it is configured now; null when it no longer is.</summary>
    public KnownKey? Recall(string mark) => _keys.Select(k => k.Key).FirstOrDefault(k => k.Mark == mark);

    private static byte[] HashOf(ApiKeyOptions key) =>
        key.KeyHash is { } hash ? Convert.FromHexString(hash) : SHA256.HashData(Encoding.UTF8.GetBytes(key.Key!));

    private static string MarkOf(byte[] hash) => Convert.ToHexStringLower(SHA256.HashData(hash));
}
