using Webhook.Cluster.Api.Problems;
using Webhook.Messages;

namespace Webhook.Cluster.Api.Events;

/// <summary>The answer to an event that was taken.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="Receipt"><c>accepted</c> or <c>duplicate</c>.</param>
internal sealed record ReceiptBody(string EventId, string Receipt);

/// <summary>Receipts as HTTP results.</summary>
internal static class ReceiptResult
{
    public static IResult Of(Receipt receipt) => receipt switch
    {
        Accepted => Results.Json(new ReceiptBody(receipt.EventId, "accepted"), statusCode: StatusCodes.Status202Accepted),
        Duplicate => Results.Json(new ReceiptBody(receipt.EventId, "duplicate"), statusCode: StatusCodes.Status202Accepted),
        Rejected rejected => Problem.Of(StatusOf(rejected.Reason), FieldOf(rejected), rejected.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(receipt), receipt.GetType().Name, "No status stands for this receipt."),
    };

    private static int StatusOf(RejectReason reason) => reason switch
    {
        RejectReason.NoSubscription => StatusCodes.Status404NotFound,
        RejectReason.Conflict => StatusCodes.Status409Conflict,
        RejectReason.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RejectReason.Invalid => StatusCodes.Status422UnprocessableEntity,
        RejectReason.OutboxFull => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>Over HTTP the event's id is a header and the subscription's a part of the path.</summary>
    private static string? FieldOf(Rejected rejected) => rejected switch
    {
        { Field: "event_id" } or { Reason: RejectReason.Conflict } => "Idempotency-Key",
        { Field: "subscription_id" } or { Reason: RejectReason.NoSubscription } => "id",
        _ => rejected.Field,
    };
}
