using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core.Announcing;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>Sending again and dropping for good.</summary>
internal static class ReplayDecisions
{
    public static Decision Parked(SubscriptionState state, ReplayParkedEvents command, DateTimeOffset now)
    {
        if ((SteeringDecisions.Missing(state) ?? SteeringDecisions.Cancelled(state)) is { } rejected)
        {
            return rejected;
        }

        var ids = command.EventIds?.Distinct(StringComparer.Ordinal).ToList() ?? state.Held.Parked.Values.Select(e => e.EventId).ToList();
        var found = ids.Where(state.Held.IsParked).ToList();
        var events = found.Select(SubscriptionEvent (id) => new ParkedEventReplayed(id, now, state.Held.Find(id)!.Payload)).ToList();
        return new Decision(events.Count == 0 ? Revival(state, now) : events, new Answer.Of(new Replayed(found.Count, ids.Except(found).ToList())));
    }

    public static Decision Delivered(DeliveryPolicy policy, SubscriptionState state, ReplayDeliveredEvent command, DateTimeOffset now)
    {
        if ((SteeringDecisions.Missing(state) ?? SteeringDecisions.Cancelled(state)) is { } rejected)
        {
            return rejected;
        }

        if (state.Held.IsParked(command.EventId))
        {
            return Parked(state, new ReplayParkedEvents(command.SubscriptionId, [command.EventId]), now);
        }

        if (state.Held.Find(command.EventId) is not null)
        {
            // It is queued already: one more entry would only send it twice.
            return new Decision(Revival(state, now), new Answer.Of(new Replayed(1, [])));
        }

        return Acceptance.IsFull(policy, state.Held, command.Payload.Length)
            ? new Decision(Revival(state, now), Answer.Rejected(CommandFault.Full, "events", $"The subscription holds {state.Held.Count} events, as many as it may; deliver or drop some first."))
            : new Decision(
                [new DeliveredEventReplayed(command.EventId, now, command.Payload) { NearlyFullOf = Fullness.ReachedBy(policy, state, command.Payload.Length) }],
                new Answer.Of(new Replayed(1, [])));
    }

    public static Decision Drop(SubscriptionState state, DropEvent command, DateTimeOffset now)
    {
        if (SteeringDecisions.Missing(state) is { } rejected)
        {
            return rejected;
        }

        return state.Held.Find(command.EventId) is { } held
            ? new Decision([new EventDropped(command.EventId, now)], new Answer.Of(Viewing.Event(held, state.Held.IsParked(held.EventId))))
            : new Decision([], Answer.Rejected(CommandFault.NotFound, "event", "No event with this id is held; only undelivered and parked events can be dropped."));
    }

    /// <summary>A replay ends a suspension even where it finds nothing to queue, or no room.</summary>
    private static IReadOnlyList<SubscriptionEvent> Revival(SubscriptionState state, DateTimeOffset now) =>
        state.IsSuspended ? [new SubscriptionResumed("replay", now)] : [];
}
