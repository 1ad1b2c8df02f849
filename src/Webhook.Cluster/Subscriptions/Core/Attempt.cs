namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>
/// An attempt that was handed to delivery. Starts are not recorded, so this lives in memory only; it tells which state of
/// the subscription it was started under, so that a late outcome changes only what it may.
/// </summary>
/// <param name="Generation">The subscription's generation when it started.</param>
/// <param name="Round">The subscription's round when it started; a failure counts only while the round is the same.</param>
/// <param name="Control">The subscription's control when it started; while that is the same, the event is held.</param>
/// <param name="Settings">What it goes by; what comes of it tells nothing of another endpoint.</param>
/// <param name="Place">The event's place in the outbox.</param>
/// <param name="PayloadAt">Sequence number of the record that carries the event's payload.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="AcceptedAt">When the event was accepted, UTC.</param>
public sealed record Attempt(
    int Generation, long Round, long Control, SubscriptionSettings Settings, long Place, long PayloadAt, string EventId, DateTimeOffset AcceptedAt)
{
    /// <summary>An attempt of <paramref name="held"/> that starts under <paramref name="state"/>.</summary>
    public static Attempt Of(SubscriptionState state, HeldEvent held)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(held);
        return new Attempt(state.Generation, state.Round, state.Control, state.Settings!, held.Place, held.PayloadAt, held.EventId, held.AcceptedAt);
    }
}
