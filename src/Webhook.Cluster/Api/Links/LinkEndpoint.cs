using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Webhook.Cluster.Api.Problems;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Api.Links;

/// <summary><c>POST /v1/subscriptions/{id}/link</c>: a link by which the customer sees and steers this one subscription.</summary>
internal static class LinkEndpoint
{
    /// <summary>The page that links lead to. The token follows behind <c>#</c>, which browsers send to nobody.</summary>
    public const string Page = "/link";

    private const string Field = "valid_for";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/{id}/link", CreateAsync).WithName("CreateLink")
            .WithSummary("A link that opens this one subscription to its customer; valid_for as [days.]hours:minutes:seconds, 7 days by default")
            .Accepts<LinkBody>("application/json").Produces<LinkView>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> CreateAsync(
        string id, HttpContext context, SubscriptionClient client, CustomerLinks links, WebhookOptions options, TimeProvider clock)
    {
        var (validFor, problem) = await ReadAsync(context);
        if (problem is not null)
        {
            return problem;
        }

        var answer = await client.AskAsync(new GetSubscription(id), context.RequestAborted);
        if (answer is not SubscriptionView view)
        {
            return Reply.Of(answer);
        }

        var until = clock.GetUtcNow() + validFor;
        try
        {
            var token = links.Seal(new CustomerLink(id, view.Generation, context.User.Identity?.Name ?? ""), until);
            var host = options.Http.PublicUrl is { Length: > 0 } own ? own.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";
            return Results.Ok(new LinkView($"{host}{Page}#{token}", until));
        }
        catch (CryptographicException)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, null, "The key ring that signs links cannot be read just now; try again.");
        }
    }

    private static async Task<(TimeSpan ValidFor, IResult? Problem)> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return (CustomerLinks.Usual, null);
        }

        var (body, problem) = await JsonBody.ReadObjectAsync(context, Field);
        return problem is not null ? (default, problem)
            : !body.TryGetProperty(Field, out var value) || value.ValueKind == JsonValueKind.Null ? (CustomerLinks.Usual, null)
            : Parse(value);
    }

    private static (TimeSpan ValidFor, IResult? Problem) Parse(JsonElement value)
    {
        var (least, most) = CustomerLinks.Range;
        return !JsonBody.TryReadText(value, out var text) || !TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
            ? (default, Problem.Invalid(Field, $"It is not a time span; write it as [days.]hours:minutes:seconds, such as {CustomerLinks.Usual}."))
            : span < least || span > most
                ? (default, Problem.Invalid(Field, $"It is out of range; give {least} to {most}."))
                : (span, null);
    }

    /// <summary>The body, which may be left out.</summary>
    /// <param name="ValidFor">How long the link is valid, as <c>[days.]hours:minutes:seconds</c>.</param>
    private sealed record LinkBody(string? ValidFor);

    /// <summary>The answer.</summary>
    /// <param name="Link">To be handed to the customer and nobody else: whoever has it has the customer's rights.</param>
    /// <param name="ValidUntil">When it ends, UTC.</param>
    private sealed record LinkView(string Link, DateTimeOffset ValidUntil);
}
