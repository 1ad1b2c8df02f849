using Webhook.Cluster.Dashboard.Layout;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Dashboard.Subscription;

/// <summary>Why something is not delivered yet and what happens next, in words.</summary>
internal static class Explanation
{
    /// <summary>What holds at <paramref name="now"/>.</summary>
    public static string Of(SubscriptionView view, DateTimeOffset now) => view.Phase switch
    {
        Phase.Idle when view.NextDueAt is { } due => $"The endpoint refused what is left, so that it steps aside for other events; it is sent again {Words.Until(due, now)}.",
        Phase.Idle => "Everything accepted is delivered or parked. The next event is sent as soon as it is accepted.",
        Phase.Delivering => "Events are being delivered, oldest first.",
        Phase.Waiting when view.Retry is { DueAt: { } due } retry =>
            $"An attempt failed, so everything waits. Retry {retry.Number} of {retry.Of} is made {Words.Until(due, now)}; when the last one fails too, the subscription is suspended.",
        Phase.Waiting => "An attempt failed, so everything waits for the retry.",
        Phase.Suspended =>
            $"All {1 + (view.Retry?.Of ?? 0)} attempts failed, so nothing is sent and everything is kept. "
            + "A new event, a resume, a replay, or another URL, header value or secret has it tried again at once.",
        Phase.Paused => "It was paused by hand: events are accepted and kept, and nothing is sent until it is resumed.",
        Phase.Cancelled => "It is cancelled: nothing is accepted or sent any more. What it held stays readable.",
        _ => throw new ArgumentOutOfRangeException(nameof(view), view.Phase, "No words for this phase."),
    };
}
