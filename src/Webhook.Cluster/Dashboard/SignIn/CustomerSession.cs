using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Webhook.Cluster.Api.Links;

namespace Webhook.Cluster.Dashboard.SignIn;

/// <summary>What a customer's link is exchanged for: a session that knows one generation of one subscription and nothing else.</summary>
internal static class CustomerSession
{
    /// <summary>From the opening of the link on, unless the link ends before; then the link is opened again.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private const string SubscriptionClaim = "subscription";
    private const string GenerationClaim = "generation";
    private const string IssuerClaim = "issued_by";

    /// <summary>A new session for whoever has <paramref name="link"/>. It has no role.</summary>
    public static ClaimsPrincipal Begin(CustomerLink link, DateTimeOffset linkEnds, DateTimeOffset now)
    {
        var end = now + Life < linkEnds ? now + Life : linkEnds;
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))),
                new Claim(ClaimTypes.Name, $"customer of {link.SubscriptionId}"),
                new Claim(SubscriptionClaim, link.SubscriptionId),
                new Claim(GenerationClaim, link.Generation.ToString(CultureInfo.InvariantCulture)),
                new Claim(IssuerClaim, link.IssuedBy),
                Session.EndClaim(end),
            ],
            Session.SchemeName));
    }

    /// <summary>The key that answers for what <paramref name="user"/> does: the customer's link was made with it; for operators their own.</summary>
    public static string? KeyOf(ClaimsPrincipal user) => user.FindFirstValue(IssuerClaim) ?? user.Identity?.Name;

    /// <summary>The one subscription that <paramref name="user"/> may see; null for operators and strangers.</summary>
    public static (string Id, int Generation)? Of(ClaimsPrincipal user) =>
        user.FindFirstValue(SubscriptionClaim) is { } id
            ? (id, int.Parse(user.FindFirstValue(GenerationClaim)!, CultureInfo.InvariantCulture))
            : null;
}
