using Microsoft.AspNetCore.Authentication;
using Webhook.Cluster.Dashboard.SignIn;

namespace Webhook.Cluster.Api.Security;

/// <summary>
/// How a caller says who it is: pages by the session's cookie, everything else by a key. An endpoint is a page only where it
/// says so, and a cookie never opens the API: no site that an operator visits can call it in the operator's name.
/// </summary>
internal static class Schemes
{
    private const string ByEndpoint = nameof(ByEndpoint);

    /// <summary>Adds both, and the choice between them.</summary>
    public static void AddWebhookAuthentication(this IServiceCollection services)
    {
        services.AddTransient<ApiKeyHandler>();
        services.AddAuthentication(ByEndpoint)
            .AddPolicyScheme(ByEndpoint, displayName: null, choice => choice.ForwardDefaultSelector = context =>
                context.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is null ? ApiKeyHandler.SchemeName : Session.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, configureOptions: null)
            .AddCookie(Session.SchemeName);
        services.ConfigureOptions<Session>();
    }
}

/// <summary>Marks the endpoints of the dashboard.</summary>
internal sealed class PageMetadata
{
    public static readonly PageMetadata Instance = new();
}
