using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Api.Subscriptions;

/// <summary><c>/v1/subscriptions/{id}/…</c>: pause, resume, test, and the latest attempts.</summary>
internal static class SteeringEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{id}/pause", PauseAsync).WithName("PauseSubscription").WithSummary("Hold by hand: accept and queue, send nothing")
            .Produces<SubscriptionView>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapPost("/{id}/resume", ResumeAsync).WithName("ResumeSubscription").WithSummary("Try now, with a fresh budget")
            .Produces<SubscriptionView>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapPost("/{id}/test", TestAsync).WithName("TestSubscription").WithSummary("POST a sample payload and report the outcome")
            .Produces<TestReport>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapGet("/{id}/attempts", AttemptsAsync).WithName("ListAttempts").WithSummary("The latest 20 attempts, newest first")
            .Produces<AttemptList>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PauseAsync(string id, SubscriptionClient client, CancellationToken cancellation) =>
        Reply.Of(await client.AskAsync(new PauseSubscription(id), cancellation));

    private static async Task<IResult> ResumeAsync(string id, SubscriptionClient client, CancellationToken cancellation) =>
        Reply.Of(await client.AskAsync(new ResumeSubscription(id), cancellation));

    /// <summary>A test may wait for a place as long as an attempt of somebody else takes, and then takes as long itself.</summary>
    public static TimeSpan TestPatience(DeliveryOptions delivery) => (2 * delivery.Timeout) + TimeSpan.FromSeconds(5);

    private static async Task<IResult> TestAsync(string id, SubscriptionClient client, DeliveryOptions delivery, CancellationToken cancellation) =>
        await client.AskAsync(new SendTest(id), cancellation, TestPatience(delivery)) is var answer && answer is TestSent sent
            ? Results.Ok(TestReport.Of(sent))
            : Reply.Of(answer);

    private static async Task<IResult> AttemptsAsync(string id, SubscriptionClient client, CancellationToken cancellation) =>
        Reply.Of(await client.AskAsync(new GetAttempts(id), cancellation));

    /// <summary>How a test ended.</summary>
    private sealed record TestReport(string WebhookId, Outcome Outcome, int? Status, string? Error, double DurationMs, string? Excerpt)
    {
        public static TestReport Of(TestSent sent) => new(
            sent.WebhookId,
            sent.Result.Outcome,
            sent.Result.Status,
            sent.Result.Error,
            Math.Round(sent.Result.Duration.TotalMilliseconds, 3),
            sent.Result.Excerpt);
    }
}
