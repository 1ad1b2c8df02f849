using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Webhook.Cluster.Api.Security;

namespace Webhook.Cluster.Dashboard.SignIn;

/// <summary>The cookie that stands for a key after sign-in, and how long it does.</summary>
internal sealed class Session(ApiKeyRing keys, SessionEnds ends) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public const string SchemeName = nameof(Session);
    public const string SignInPath = "/sign-in";
    public const string ReturnParameter = "from";

    /// <summary>From sign-in on, whatever is done meanwhile.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private const string MarkClaim = "key";
    private const string EndClaimType = "end";

    /// <summary>A new session for <paramref name="key"/>.</summary>
    public static ClaimsPrincipal Begin(KnownKey key, DateTimeOffset now) =>
        PrincipalOf(key, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), now + Life);

    /// <summary>The session's own id; null for who is signed in without one.</summary>
    public static string? IdOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>When it ends by itself.</summary>
    public static DateTimeOffset EndOf(ClaimsPrincipal user) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(user.FindFirstValue(EndClaimType)!, CultureInfo.InvariantCulture));

    /// <summary>Says in a session when it ends by itself.</summary>
    public static Claim EndClaim(DateTimeOffset end) => new(EndClaimType, end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    public void Configure(CookieAuthenticationOptions options)
    {
    }

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name != SchemeName)
        {
            return;
        }

        options.Cookie.Name = "webhook-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Life;
        options.SlidingExpiration = false;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = ReturnParameter;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToAccessDenied = Refuse;
        // Without any key the API is open to whoever reaches it, and so are the pages.
        options.ForwardAuthenticate = keys.IsEmpty ? ApiKeyHandler.SchemeName : null;
    }

    private static ClaimsPrincipal PrincipalOf(KnownKey key, string id, DateTimeOffset end) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, id),
            new Claim(ClaimTypes.Name, key.Name),
            new Claim(ClaimTypes.Role, key.Role.ToString()),
            new Claim(MarkClaim, key.Mark),
            EndClaim(end),
        ],
        SchemeName));

    /// <summary>Whoever is signed in and lacks the right is told so: another sign-in is not what is missing.</summary>
    private static Task Refuse(Microsoft.AspNetCore.Authentication.RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>The key may have gone from the configuration, or been given another role, since the cookie was made.</summary>
    private Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var user = context.Principal!;
        if (CustomerSession.Of(user) is not null && !ends.IsOver(user))
        {
            return Task.CompletedTask;
        }

        if (ends.IsOver(user) || user.FindFirstValue(MarkClaim) is not { } mark || keys.Recall(mark) is not { } key)
        {
            context.RejectPrincipal();
        }
        else
        {
            context.ReplacePrincipal(PrincipalOf(key, IdOf(user)!, EndOf(user)));
        }

        return Task.CompletedTask;
    }
}
