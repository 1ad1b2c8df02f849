using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor.Services;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Dashboard.Links;
using Webhook.Cluster.Dashboard.Overview;
using Webhook.Cluster.Dashboard.SignIn;
using Webhook.Cluster.Dashboard.Subscription;

namespace Webhook.Cluster.Dashboard;

/// <summary>The operators' pages: services and routes. They ask the services that the API asks, and hold no rules of their own.</summary>
internal static class DashboardSetup
{
    /// <summary>Adds what pages need beside the API.</summary>
    public static IServiceCollection AddWebhookDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        services.AddSingleton<SessionEnds>();
        services.AddScoped<AuthenticationStateProvider, SessionWatch>();
        services.AddScoped<Operator>();
        services.AddSingleton<Pulse>();
        services.AddScoped<SubscriptionDesk>();
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "webhook-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The pages' policy says who may frame them.
            forms.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }

    /// <summary>Finds scripts and styles: beside the program after a publish, else where the packages and the sources are.</summary>
    public static void FindWebhookAssets(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        // For whoever edits them while the node runs, it would add a route that answers any unknown path but to GET with 405.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = bool.FalseString;
    }

    /// <summary>Maps the pages and what they are made of.</summary>
    public static void MapWebhookDashboard(this WebApplication app)
    {
        app.MapStaticAssets();
        SignInEndpoints.Map(app);
        CustomerLinkEndpoints.Map(app);
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
            .WithMetadata(PageMetadata.Instance)
            .RequireAuthorization(Policies.Own);
    }
}
