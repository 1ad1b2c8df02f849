using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Dashboard;

/// <summary>What pages let a browser do, and from where they take requests.</summary>
internal static class PageSecurity
{
    /// <summary>Scripts are files of this node. Styles may stand in elements: MudBlazor places its popovers so.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Adds the headers to pages, and turns away what another site's page sends.</summary>
    public static void UsePageSecurity(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is null)
        {
            return next(context);
        }

        if (ComesFromElsewhere(context.Request) || IsMisnamed(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        Protect(context.Response);
        return next(context);
    });

    /// <summary>Lets the answer be a page of the dashboard.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        // Under "no-referrer" a browser calls the origin of this site's own forms "null".
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Browsers name the site that a form or a socket comes from; other sites' sockets carry no cookie, but open nodes ask for none.</summary>
    private static bool ComesFromElsewhere(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && (!Uri.TryCreate(origin, UriKind.Absolute, out var site) || !string.Equals(site.Authority, HostOf(request), StringComparison.OrdinalIgnoreCase));

    /// <summary>The request's host as a URI writes it, without the scheme's own port.</summary>
    private static string HostOf(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var self) ? self.Authority : "";

    /// <summary>A name that somebody else had lead to this machine makes their pages this site's, to the browser; a node without keys would be theirs.</summary>
    private static bool IsMisnamed(HttpContext context) =>
        context.RequestServices.GetRequiredService<ApiKeyRing>().IsEmpty
        && !(Uri.TryCreate($"http://{context.Request.Host}", UriKind.Absolute, out var host) && HttpOptions.IsLoopback(host));
}
