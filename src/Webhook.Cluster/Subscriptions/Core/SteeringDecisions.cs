using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>Cancel, pause and resume.</summary>
internal static class SteeringDecisions
{
    public static Decision Cancel(SubscriptionState state, DateTimeOffset now) =>
        Missing(state) ?? (state.IsCancelled ? Unchanged : Changed(new SubscriptionCancelled(now)));

    public static Decision Pause(SubscriptionState state, DateTimeOffset now) =>
        Missing(state) ?? Cancelled(state) ?? (state.IsPaused ? Unchanged : Changed(new SubscriptionPaused(now)));

    public static Decision Resume(SubscriptionState state, DateTimeOffset now) =>
        Missing(state) ?? Cancelled(state)
        ?? (state.IsPaused || state.IsSuspended || state.Retry is not null ? Changed(new SubscriptionResumed("by hand", now)) : Unchanged);

    /// <summary>The rejection of a command for a subscription that was never created, or null.</summary>
    public static Decision? Missing(SubscriptionState state) =>
        state.Generation == 0 ? new Decision([], Answer.Rejected(CommandFault.NotFound, "id", "No subscription has this id; create it first.")) : null;

    /// <summary>The rejection of a command that a cancelled subscription cannot take, or null.</summary>
    public static Decision? Cancelled(SubscriptionState state) =>
        state.IsCancelled ? new Decision([], Answer.Rejected(CommandFault.Conflict, "id", "The subscription is cancelled; create it again first.")) : null;

    private static Decision Unchanged => new([], new Answer.View(Stored: null));

    private static Decision Changed(SubscriptionEvent happened) => new([happened], new Answer.View(Stored: null));
}
