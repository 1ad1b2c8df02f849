using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Api.Security;

/// <summary>Whether a browser made a call for somebody else's page.</summary>
internal static class RequestOrigin
{
    /// <summary>Browsers name the site that a form, a script's call or a socket comes from; other sites' sockets carry no cookie, but open nodes ask for none.</summary>
    public static bool ComesFromElsewhere(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && (!Uri.TryCreate(origin, UriKind.Absolute, out var site) || !string.Equals(site.Authority, HostOf(request), StringComparison.OrdinalIgnoreCase));

    /// <summary>A name that somebody else had lead to this machine makes their pages this site's, to the browser; a node without keys would be theirs.</summary>
    public static bool IsMisnamed(HttpContext context) =>
        IsOpen(context) && !(Uri.TryCreate($"http://{context.Request.Host}", UriKind.Absolute, out var host) && HttpOptions.IsLoopback(host));

    /// <summary>Turns such calls away from a node without keys, for which every caller is an operator. Pages have a rule of their own.</summary>
    public static void UseOwnHostOnly(this IApplicationBuilder app) => app.Use((context, next) =>
        IsPage(context) || !IsOpen(context) || (!ComesFromElsewhere(context.Request) && !IsMisnamed(context))
            ? next(context)
            : Refusal.ExecuteAsync(context));

    private static IResult Refusal => Problems.Problem.Of(
        StatusCodes.Status400BadRequest,
        "Host",
        "This node has no keys, so it takes calls by this machine's own names only, such as 127.0.0.1 or localhost, and none from another site's page; configure Webhook:ApiKeys to lift that.");

    private static bool IsPage(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is not null;

    private static bool IsOpen(HttpContext context) => context.RequestServices.GetRequiredService<ApiKeyRing>().IsEmpty;

    /// <summary>The request's host as a URI writes it, without the scheme's own port.</summary>
    private static string HostOf(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var self) ? self.Authority : "";
}
