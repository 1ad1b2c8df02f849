using System.Diagnostics;
using Webhook.Cluster.Api.Problems;
using Webhook.Cluster.Api.Security;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Telemetry;
using Webhook.Messages;

namespace Webhook.Cluster.Api.Events;

/// <summary><c>/v1/subscriptions/{id}/events</c>: hand over, list, show, drop.</summary>
internal static class EventEndpoints
{
    private const string IdHeader = "Idempotency-Key";
    private const int LongestPage = 1_000;

    public static void MapSending(IEndpointRouteBuilder routes) =>
        routes.MapPost("/{id}/events", AcceptAsync).WithName("HandOverEvent").WithSummary("Hand over an event; its id in the Idempotency-Key header")
            .Accepts<object>("application/json").Produces<ReceiptBody>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(Policies.Sending);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{id}/events", ListAsync).WithName("ListEvents").WithSummary("What is held or was delivered, paged")
            .Produces<EventList>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/{id}/events/{eventId}", GetAsync).WithName("GetEvent").WithSummary("Payload, attempts and a ready curl command")
            .Produces<EventDetail>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete("/{id}/events/{eventId}", DropAsync).WithName("DropEvent").WithSummary("Drop a held event for good")
            .Produces<EventView>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> AcceptAsync(string id, HttpContext context, SubscriptionClient client, WebhookMeter meter)
    {
        var keys = context.Request.Headers[IdHeader];
        if (keys.Count != 1)
        {
            return Problem.Invalid(IdHeader, "The event's id is missing or given twice; send it once, in this header.");
        }

        var (bytes, problem) = await JsonBody.ReadAsync(context, 4 * Limits.PayloadBytes);
        if (problem is not null)
        {
            return problem;
        }

        // The server's own activity is exported by nobody, so it must not stand between the caller's span and ours.
        Activity.Current = null;
        var traceParent = context.Request.Headers.TraceParent.ToString();
        using var activity = Tracing.Begin("webhook gateway", ActivityKind.Server, traceParent, id, keys[0]!);
        var (canonical, fault) = EventCheck.Check(new RenderedEvent(id, keys[0]!, bytes) { TraceParent = traceParent });
        if (canonical is null)
        {
            meter.Answered(fault!);
            return ReceiptResult.Of(fault!);
        }

        var answer = await client.AskAsync(new AcceptEvent(id, canonical.EventId, canonical.Payload) { TraceParent = activity?.Id ?? canonical.TraceParent }, context.RequestAborted);
        return answer is Receipt receipt ? ReceiptResult.Of(receipt) : Reply.Of(answer);
    }

    private static async Task<IResult> ListAsync(
        string id, SubscriptionClient client, EventHistory history, CancellationToken cancellation, string state = "undelivered", long? after = null, int limit = 100)
    {
        if (limit is < 1 or > LongestPage)
        {
            return Problem.Invalid("limit", $"{limit} is out of range; give 1 to {LongestPage}.");
        }

        switch (state)
        {
            case "undelivered" or "parked":
                return Reply.Of(await client.AskAsync(new GetHeldEvents(id, state == "parked", after ?? 0, limit), cancellation));
            case "delivered":
                var answer = await client.AskAsync(new GetGenerationStart(id), cancellation);
                return answer is GenerationStart start ? Results.Ok(await history.DeliveredAsync(id, start.Sequence, after, limit, cancellation)) : Reply.Of(answer);
            default:
                return Problem.Invalid("state", "There is no such state; give undelivered, parked or delivered.");
        }
    }

    private static async Task<IResult> GetAsync(string id, string eventId, SubscriptionClient client, EventHistory history, CancellationToken cancellation)
    {
        var answer = await client.AskAsync(new GetEvent(id, eventId), cancellation);
        if (answer is not EventFound found)
        {
            return Reply.Of(answer);
        }

        return await history.DetailAsync(id, eventId, found, cancellation) is { } detail
            ? Results.Ok(detail)
            : Problem.Of(StatusCodes.Status404NotFound, "event", "No event with this id is held, and none was delivered within the retention.");
    }

    private static async Task<IResult> DropAsync(string id, string eventId, SubscriptionClient client, CancellationToken cancellation) =>
        Reply.Of(await client.AskAsync(new DropEvent(id, eventId), cancellation));
}
