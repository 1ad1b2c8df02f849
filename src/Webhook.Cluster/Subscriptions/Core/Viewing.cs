using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What people see of the state.</summary>
public static class Viewing
{
    /// <summary>Where a subscription stands at <paramref name="now"/>.</summary>
    /// <param name="state">Its durable state.</param>
    /// <param name="attempts">How many attempts are in flight or wait for a place.</param>
    /// <param name="now">UTC.</param>
    public static Phase PhaseOf(SubscriptionState state, int attempts, DateTimeOffset now) => state switch
    {
        { IsCancelled: true } => Phase.Cancelled,
        { IsPaused: true } => Phase.Paused,
        { IsSuspended: true } => Phase.Suspended,
        { Retry: { } retry } when !retry.Wait.IsOver(now) => Phase.Waiting,
        _ when attempts > 0 || state.Held.Outbox.Count > state.Held.Aside.Count || state.Held.Outbox.Values.Any(e => e.Aside is not { } aside || aside.IsOver(now)) => Phase.Delivering,
        _ => Phase.Idle,
    };

    /// <summary>The whole view; only of a subscription that was created.</summary>
    public static SubscriptionView View(DeliveryPolicy policy, SubscriptionState state, string id, string node, int attempts, DateTimeOffset now)
    {
        var settings = state.Settings!;
        var phase = PhaseOf(state, attempts, now);
        return new SubscriptionView(
            id,
            state.Generation,
            settings.CallbackUrl,
            settings.Authorization is not null,
            settings.SigningSecret is not null,
            settings.MaxInFlight,
            phase,
            state.Held.Outbox.Count,
            state.Held.Parked.Count,
            state.Delivered,
            NextDueAt(state),
            RetryOf(policy, state),
            node);
    }

    /// <summary>A held event in a list.</summary>
    public static EventView Event(HeldEvent held, bool parked) => new(
        held.EventId,
        parked ? "parked" : "undelivered",
        held.AcceptedAt,
        null,
        held.Payload.Length,
        held.Refusals,
        held.Aside?.Until,
        held.Place);

    /// <summary>When something becomes due by itself, or null.</summary>
    public static DateTimeOffset? NextDueAt(SubscriptionState state)
    {
        if (state.IsHeldBack || state.Held.Outbox.IsEmpty)
        {
            return null;
        }

        DateTimeOffset? back = state.Held.Aside.Count == 0 ? null : state.Held.Aside.Min(place => state.Held.Outbox[place].Aside!.Value.Until);
        if (state.Retry is not { } retry)
        {
            return back;
        }

        // A retry needs an event to send: where all step aside, the first of them to come back makes it.
        return state.Held.Aside.Count < state.Held.Outbox.Count || back < retry.Wait.Until ? retry.Wait.Until : back;
    }

    private static RetryView? RetryOf(DeliveryPolicy policy, SubscriptionState state) => state switch
    {
        { Retry: { } retry } => new RetryView(retry.Number, policy.Retries, retry.Wait.Until, state.LastError),
        { IsSuspended: true } => new RetryView(policy.Retries, policy.Retries, null, state.LastError),
        { LastError: { } error } => new RetryView(0, policy.Retries, null, error),
        _ => null,
    };
}
