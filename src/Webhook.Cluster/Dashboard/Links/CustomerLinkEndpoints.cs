using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Webhook.Cluster.Api;
using Webhook.Cluster.Api.Links;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Dashboard.SignIn;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Dashboard.Links;

/// <summary><c>/link</c>: exchanges a link's token for a session, by a form that is guarded by an antiforgery token.</summary>
internal static class CustomerLinkEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").WithMetadata(PageMetadata.Instance).ExcludeFromDescription();
        pages.MapGet(LinkEndpoint.Page, () => Page(StatusCodes.Status200OK, null));
        pages.MapPost(LinkEndpoint.Page, OpenAsync);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, CustomerLinks links, SubscriptionClient client, TimeProvider clock, ILogger<AuditLog> log, [FromForm] string? token)
    {
        if (links.Open(token ?? "") is not var (link, until))
        {
            return Page(StatusCodes.Status410Gone, "This link has ended, or it is incomplete. Ask for a new one.");
        }

        var answer = await client.AskAsync(new GetSubscription(link.SubscriptionId), context.RequestAborted);
        if (answer is CommandRejected { Reason: not CommandFault.NotFound } rejected)
        {
            return Page(StatusCodes.Status503ServiceUnavailable, rejected.Detail);
        }

        if (answer is not SubscriptionView view || view.Generation != link.Generation)
        {
            return Page(StatusCodes.Status410Gone, "What this link opened is gone. Ask for a new one.");
        }

        await context.SignInAsync(Session.SchemeName, CustomerSession.Begin(link, until, clock.GetUtcNow()));
        log.LogInformation("A link of key {Key} opened {Subscription} to its customer", link.IssuedBy, link.SubscriptionId);
        return Results.LocalRedirect($"/subscriptions/{link.SubscriptionId}");
    }

    private static RazorComponentResult<LinkPage> Page(int status, string? fault) =>
        new(new Dictionary<string, object?> { [nameof(LinkPage.Fault)] = fault }) { StatusCode = status };
}
