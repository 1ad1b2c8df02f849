using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Webhook.Cluster.Api.Links;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Dashboard.SignIn;

/// <summary><c>/sign-in</c> and <c>/sign-out</c>: forms without script, guarded by antiforgery tokens.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").WithMetadata(PageMetadata.Instance).ExcludeFromDescription();
        pages.MapGet(Session.SignInPath, Show);
        pages.MapPost(Session.SignInPath, SignInAsync);
        pages.MapPost("/sign-out", SignOutAsync);
    }

    private static IResult Show(HttpContext context, ApiKeyRing keys, [FromQuery] string? from) =>
        keys.IsEmpty || context.User.IsInRole(nameof(ApiRole.Operator)) ? Results.LocalRedirect(Local(from)) : Page(StatusCodes.Status200OK, null, from);

    private static async Task<IResult> SignInAsync(
        HttpContext context, ApiKeyRing keys, TimeProvider clock, ILogger<AuditLog> log, [FromForm] string? key, [FromForm] string? from)
    {
        if (keys.IsEmpty)
        {
            return Results.LocalRedirect(Local(from));
        }

        switch (keys.Find(key?.Trim() ?? ""))
        {
            case null:
                return Page(StatusCodes.Status401Unauthorized, "This key is not known; look it up in the node's configuration.", from);
            case { Role: not ApiRole.Operator }:
                return Page(StatusCodes.Status403Forbidden, "This key may only hand over events and sees nothing here; sign in with one of role operator.", from);
            case { } known:
                await context.SignInAsync(Session.SchemeName, Session.Begin(known, clock.GetUtcNow()));
                log.LogInformation("Key {Key} signed in to the dashboard", known.Name);
                return Results.LocalRedirect(Local(from));
        }
    }

    /// <summary>Takes the form so that its antiforgery token is asked for.</summary>
    private static async Task<IResult> SignOutAsync(HttpContext context, SessionEnds ends, ApiKeyRing keys, [FromForm] IFormCollection form)
    {
        if (keys.IsEmpty)
        {
            return Results.LocalRedirect("/");
        }

        ends.SignOut(context.User);
        await context.SignOutAsync(Session.SchemeName);
        return Results.LocalRedirect(CustomerSession.Of(context.User) is null ? Session.SignInPath : LinkEndpoint.Page);
    }

    private static RazorComponentResult<SignInPage> Page(int status, string? fault, string? from) =>
        new(new Dictionary<string, object?> { [nameof(SignInPage.Fault)] = fault, [nameof(SignInPage.From)] = Local(from) }) { StatusCode = status };

    /// <summary>A path of this site, so that no link leads from the sign-in to somebody else's.</summary>
    private static string Local(string? from) =>
        from is ['/', not ('/' or '\\'), ..] && !from.Any(char.IsControl) ? from : "/";
}
