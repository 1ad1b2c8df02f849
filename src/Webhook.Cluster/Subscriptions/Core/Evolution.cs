using Webhook.Cluster.Subscriptions.Core.Announcing;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>The second half of the core: what a record makes of the state. No clock, no configuration, no I/O.</summary>
public static class Evolution
{
    /// <summary>The state after <paramref name="happened"/>.</summary>
    public static SubscriptionState Apply(SubscriptionState state, SubscriptionEvent happened)
    {
        var next = Begin(state);
        switch (happened)
        {
            case EventAcceptedAfterDeliveries both:
                return Noted(Noted(next, both.Delivered), both.Accepted);
            case EventsAccepted several:
                foreach (var part in several.Parts)
                {
                    next = Noted(next, part);
                }

                return next;
            default:
                return Noted(next, happened);
        }
    }

    /// <summary>The state as a further record begins that tells nothing yet.</summary>
    internal static SubscriptionState Begin(SubscriptionState state) => state with { Sequence = state.Sequence + 1 };

    /// <summary>What one more of the things that the latest record tells makes of <paramref name="next"/>, with what there is to announce of it.</summary>
    internal static SubscriptionState Noted(SubscriptionState next, SubscriptionEvent happened) =>
        AnnouncementRules.Note(next, Next(next, happened), happened);

    private static SubscriptionState Next(SubscriptionState next, SubscriptionEvent happened) =>
        happened switch
        {
            EventAccepted e => Accepted(next, e),
            EventsDelivered e => Delivered(next, e),
            EventRefused e => Controlled(Refused(next, e)),
            AttemptFailed e => Controlled(Failed(next, e)),
            SubscriptionCreated e => Created(next, e),
            SettingsChanged e => Controlled(Changed(next, e)),
            SubscriptionCancelled => Controlled(FreshBudget(next) with { IsCancelled = true }),
            SubscriptionPaused => Controlled(FreshBudget(next) with { IsPaused = true }),
            SubscriptionResumed => Controlled(FreshBudget(next) with { IsPaused = false }),
            ParkedEventReplayed e => Controlled(Revived(Replayed(next, e))),
            DeliveredEventReplayed e => Controlled(Revived(Queued(next, NewlyHeld(next, e.EventId, e.At, e.Payload)))),
            EventDropped e => Controlled(next with { Held = next.Held.Remove(e.EventId) }),
            Announced => next,
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, "No rule says what this record does."),
        };

    private static SubscriptionState Accepted(SubscriptionState next, EventAccepted e)
    {
        var held = NewlyHeld(next, e.EventId, e.At, e.Payload) with { TraceParent = e.TraceParent };
        var accepted = next with
        {
            Held = next.Held.Queue(held),
            LastPlace = held.Place,
            Remembered = next.Remembered.Add(new RememberedId(e.EventId, held.Hash, e.At, held.PayloadAt)),
        };
        return next.IsSuspended ? Controlled(Revived(accepted)) : accepted;
    }

    private static HeldEvent NewlyHeld(SubscriptionState next, string eventId, DateTimeOffset at, ReadOnlyMemory<byte> payload) =>
        new(NextPlace(next), next.Sequence, eventId, PayloadHash.Of(payload.Span), at, payload, 0, null);

    private static SubscriptionState Queued(SubscriptionState next, HeldEvent held) => next with { Held = next.Held.Queue(held), LastPlace = held.Place };

    private static SubscriptionState Replayed(SubscriptionState next, ParkedEventReplayed e) => next with
    {
        Held = next.Held.Replay(e.EventId, NextPlace(next), payloadAt: e.Payload.IsEmpty ? null : next.Sequence),
        LastPlace = NextPlace(next),
    };

    private static long NextPlace(SubscriptionState next) => Math.Max(next.LastPlace + 1, next.Sequence);

    private static SubscriptionState Delivered(SubscriptionState next, EventsDelivered e)
    {
        var restores = false;
        for (var i = 0; i < e.Deliveries.Count; i++)
        {
            restores |= e.Deliveries[i].RestoresBudget;
        }

        return next with
        {
            Held = next.Held.RemoveAll(e.Deliveries),
            Attempts = LatestAttempts.After(next.Attempts, e.Deliveries, static d => d.Attempt),
            Delivered = next.Delivered + e.Deliveries.Count,
            RefusedInARow = next.RefusedInARow.Clear(),
            Retry = restores ? null : next.Retry,
            LastError = restores ? null : next.LastError,
        };
    }

    private static SubscriptionState Refused(SubscriptionState next, EventRefused e) => next with
    {
        Held = next.Held.Refuse(e.Attempt.EventId, e.Aside),
        Attempts = LatestAttempts.After(next.Attempts, e.Attempt),
        RefusedInARow = next.RefusedInARow.Add(e.Attempt.EventId),
        Retry = e.RestoresBudget ? null : next.Retry,
        LastError = e.RestoresBudget ? null : next.LastError,
    };

    private static SubscriptionState Failed(SubscriptionState next, AttemptFailed e)
    {
        var recorded = next with { Attempts = LatestAttempts.After(next.Attempts, e.Attempt) };
        return e.Consequence switch
        {
            FailureConsequence.None => recorded,
            _ => recorded with
            {
                Round = next.Round + 1,
                Retry = e.Retry,
                IsSuspended = e.Consequence == FailureConsequence.Suspend,
                LastError = e.Attempt.Problem,
            },
        };
    }

    /// <summary>Places, rounds and controls go on counting across generations, so that nothing old is taken for new.</summary>
    private static SubscriptionState Created(SubscriptionState next, SubscriptionCreated e) => new()
    {
        Sequence = next.Sequence,
        LastPlace = next.LastPlace,
        Generation = e.Generation,
        Start = next.Sequence,
        Round = next.Round + 1,
        Control = next.Control + 1,
        Settings = e.Settings,
    };

    /// <summary>Another endpoint gets a fresh budget, and the old one's refusals say nothing about it.</summary>
    private static SubscriptionState Changed(SubscriptionState next, SettingsChanged e) =>
        e.IsOtherEndpoint ?? next.Settings!.DiffersForEndpoint(e.Settings)
            ? FreshBudget(next) with { Settings = e.Settings, RefusedInARow = next.RefusedInARow.Clear() }
            : next with { Settings = e.Settings };

    private static SubscriptionState Revived(SubscriptionState next) => next.IsSuspended ? FreshBudget(next) : next;

    private static SubscriptionState FreshBudget(SubscriptionState next) =>
        next with { Round = next.Round + 1, Retry = null, IsSuspended = false };

    private static SubscriptionState Controlled(SubscriptionState next) => next with { Control = next.Control + 1 };
}
