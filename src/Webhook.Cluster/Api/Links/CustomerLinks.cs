using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Webhook.Cluster.Api.Links;

/// <summary>Makes links' tokens and reads them. A token is sealed and signed by the cluster's key ring and ends by itself; nothing is stored.</summary>
/// <param name="keys">The key ring that all nodes share.</param>
public sealed class CustomerLinks(IDataProtectionProvider keys)
{
    /// <summary>How long a link is valid unless the call says otherwise.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    /// <summary>The shortest and the longest time that a link may be valid.</summary>
    public static readonly (TimeSpan Least, TimeSpan Most) Range = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));

    /// <summary>Part of what is sealed: no other token of this ring opens here, and a link's opens nowhere else.</summary>
    private const string Purpose = "Webhook.Subscriptions.CustomerLink";

    private readonly ITimeLimitedDataProtector _protector = keys.CreateProtector(Purpose).ToTimeLimitedDataProtector();

    /// <summary>A token for <paramref name="link"/> of letters, digits, <c>-</c> and <c>_</c>.</summary>
    /// <exception cref="CryptographicException">The key ring cannot be read.</exception>
    public string Seal(CustomerLink link, DateTimeOffset until) => _protector.Protect(JsonSerializer.Serialize(link), until);

    /// <summary>What <paramref name="token"/> opens and until when; null when it has ended, was tampered with, or is none.</summary>
    public (CustomerLink Link, DateTimeOffset Until)? Open(string token)
    {
        try
        {
            return JsonSerializer.Deserialize<CustomerLink>(_protector.Unprotect(token, out var until)) is { } link ? (link, until) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
