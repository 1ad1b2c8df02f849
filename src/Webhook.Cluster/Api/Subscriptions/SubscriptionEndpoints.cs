using Webhook.Cluster.Api.Problems;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Secrets;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Summary;
using Webhook.Messages;

namespace Webhook.Cluster.Api.Subscriptions;

/// <summary><c>/v1/subscriptions</c>: create, change, show, cancel, list.</summary>
internal static class SubscriptionEndpoints
{
    private const int LongestPage = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/{id}", PutAsync).WithName("PutSubscription").WithSummary("Create a subscription or change its settings")
            .Accepts<PutBody>("application/json").Produces<SubscriptionView>().Produces<SubscriptionView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/{id}", GetAsync).WithName("GetSubscription").WithSummary("Settings, phase, counts and retry state")
            .Produces<SubscriptionView>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete("/{id}", CancelAsync).WithName("CancelSubscription").WithSummary("Cancel; what is held stays readable")
            .Produces<SubscriptionView>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("", ListAsync).WithName("ListSubscriptions").WithSummary("List by id, paged; Idle stands for Idle and Delivering")
            .Produces<SubscriptionPage>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> PutAsync(string id, HttpContext context, SubscriptionClient client, SecretVault secrets, AddressGuard guard, bool discard = false)
    {
        if (id != Ids.Operations && Ids.CheckSubscriptionId(id) is { } wrong)
        {
            return Problem.Invalid("id", wrong);
        }

        var (body, problem) = await JsonBody.ReadObjectAsync(
            context, PutBody.CallbackUrlField, PutBody.AuthorizationField, PutBody.MaxInFlightField, PutBody.SecretField);
        if (problem is not null)
        {
            return problem;
        }

        var (change, invalid) = PutBody.Read(body);
        if (invalid is not null)
        {
            return invalid;
        }

        var (hidden, fault) = secrets.Seal(change);
        if (fault is not null)
        {
            return Problem.Of(fault);
        }

        return await client.AskAsync(new PutSubscription(id, hidden, discard), context.RequestAborted) switch
        {
            SubscriptionStored { Created: true } stored => Results.Created($"/v1/subscriptions/{id}", Warned(stored.View, guard)),
            SubscriptionStored stored => Results.Ok(Warned(stored.View, guard)),
            var other => Reply.Of(other),
        };
    }

    private static SubscriptionView Warned(SubscriptionView view, AddressGuard guard) => view with { Warning = guard.Foresees(new Uri(view.CallbackUrl)) };

    private static async Task<IResult> GetAsync(string id, SubscriptionClient client, CancellationToken cancellation) =>
        Reply.Of(await client.AskAsync(new GetSubscription(id), cancellation));

    private static async Task<IResult> CancelAsync(string id, SubscriptionClient client, CancellationToken cancellation) =>
        Reply.Of(await client.AskAsync(new CancelSubscription(id), cancellation));

    private static async Task<IResult> ListAsync(SummaryTable table, CancellationToken cancellation, string? phase = null, string? after = null, int limit = 100)
    {
        if (limit is < 1 or > LongestPage)
        {
            return Problem.Invalid("limit", $"{limit} is out of range; give 1 to {LongestPage}.");
        }

        if (after is not null && after != Ids.Operations && Ids.CheckSubscriptionId(after) is { } wrong)
        {
            return Problem.Invalid("after", wrong);
        }

        Phase? wanted = null;
        if (phase is not null)
        {
            // By name: the framework's own reading takes numbers, and lists of names, which it adds up to another phase.
            if (Array.Find(Enum.GetNames<Phase>(), name => name.Equals(phase, StringComparison.OrdinalIgnoreCase)) is not { } found)
            {
                return Problem.Invalid("phase", $"There is no such phase; give one of {string.Join(", ", Enum.GetNames<Phase>())}.");
            }

            // The list is not written for each event: both phases of a healthy subscription stand there as Idle.
            wanted = Enum.Parse<Phase>(found) is var named && named == Phase.Delivering ? Phase.Idle : named;
        }

        var rows = await table.ListAsync(wanted?.ToString(), after, limit + 1, cancellation);
        var page = rows.Take(limit).ToList();
        return Results.Ok(new SubscriptionPage(page, rows.Count > limit ? page[^1].Id : null));
    }

    /// <summary>One page of the list; <paramref name="Next"/> is the next page's <c>after</c>, null on the last.</summary>
    private sealed record SubscriptionPage(IReadOnlyList<SummaryRow> Subscriptions, string? Next);
}
