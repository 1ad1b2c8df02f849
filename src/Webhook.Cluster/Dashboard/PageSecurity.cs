using Webhook.Cluster.Api.Security;

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

        if (RequestOrigin.ComesFromElsewhere(context.Request) || RequestOrigin.IsMisnamed(context))
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
}
