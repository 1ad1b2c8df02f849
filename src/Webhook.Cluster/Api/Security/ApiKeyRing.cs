using System.Security.Cryptography;
using System.Text;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Api.Security;

/// <summary>The configured keys, held as SHA-256 hashes.</summary>
public sealed class ApiKeyRing
{
    private readonly (string Name, byte[] Hash, ApiRole Role)[] _keys;

    /// <summary>Takes the keys of <paramref name="options"/>.</summary>
    public ApiKeyRing(WebhookOptions options) =>
        _keys = options.ApiKeys.Select(k => (k.Name, HashOf(k), k.Role!.Value)).ToArray();

    /// <summary>Whether no key is configured: then the port listens on loopback only, and whoever reaches it is an operator.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>The name and role of <paramref name="key"/>, or null. Takes the same time for every key.</summary>
    public (string Name, ApiRole Role)? Find(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        (string Name, ApiRole Role)? found = null;
        foreach (var candidate in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(candidate.Hash, hash))
            {
                found = (candidate.Name, candidate.Role);
            }
        }

        return found;
    }

    private static byte[] HashOf(ApiKeyOptions key) =>
        key.KeyHash is { } hash ? Convert.FromHexString(hash) : SHA256.HashData(Encoding.UTF8.GetBytes(key.Key!));
}
