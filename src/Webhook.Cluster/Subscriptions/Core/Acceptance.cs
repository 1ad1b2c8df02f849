using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core.Announcing;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>Whether an event is taken.</summary>
internal static class Acceptance
{
    public static Decision Decide(DeliveryPolicy policy, SubscriptionState state, AcceptEvent command, DateTimeOffset now)
    {
        if (!state.IsActive)
        {
            return Turned(command, RejectReason.NoSubscription, state.IsCancelled
                ? "The subscription was cancelled; create it again to accept events."
                : "No subscription has this id; create it first.");
        }

        if (state.News.OperatorsSince is { } since && (command.HappenedAt is not { } happenedAt || happenedAt < since))
        {
            return Turned(command, RejectReason.Invalid, command.HappenedAt is null
                ? Ids.CheckSubscriptionId(Ids.Operations)!
                : "It happened before this subscription was created.");
        }

        if (KnownHash(state, command.EventId) is { } known)
        {
            return known.IsOf(command.Payload.Span)
                ? new Decision([], Answer.Receipt(new Duplicate(command.SubscriptionId, command.EventId)))
                : Turned(command, RejectReason.Conflict, "This event id was accepted before with another payload; give a new event a new id.");
        }

        if (command.Payload.Length > Limits.PayloadBytes)
        {
            return Turned(command, RejectReason.TooLarge, $"The payload has {command.Payload.Length} bytes; at most {Limits.PayloadBytes} are taken.");
        }

        if (IsFull(policy, state.Held, command.Payload.Length))
        {
            // An event that found no room is new data all the same: the endpoint gets another chance to make some.
            var tryAgain = state.IsSuspended && !state.IsPaused ? new[] { new SubscriptionResumed("new data, turned away because the outbox is full", now) } : [];
            var turned = Turned(command, RejectReason.OutboxFull, $"The subscription holds {state.Held.Count} events of {state.Held.Bytes} bytes, as many as it may; deliver or drop some first.");
            return turned with { Events = tryAgain };
        }

        return new Decision(
            [
                new EventAccepted(command.EventId, now, command.Payload)
                {
                    TraceParent = command.TraceParent,
                    NearlyFullOf = Fullness.ReachedBy(policy, state, command.Payload.Length),
                },
            ],
            Answer.Receipt(new Accepted(command.SubscriptionId, command.EventId)));
    }

    /// <summary>Whether one more payload of this size breaks a bound.</summary>
    public static bool IsFull(DeliveryPolicy policy, HeldEvents held, int payloadBytes) =>
        held.Count >= policy.HeldEvents || held.Bytes + payloadBytes > DeliveryPolicy.HeldBytes;

    private static PayloadHash? KnownHash(SubscriptionState state, string eventId) =>
        state.Held.Find(eventId)?.Hash ?? state.Remembered.Find(eventId)?.Hash;

    private static Decision Turned(AcceptEvent command, RejectReason reason, string detail) =>
        new([], Answer.Receipt(new Rejected(command.SubscriptionId, command.EventId, reason, null, detail)));
}
