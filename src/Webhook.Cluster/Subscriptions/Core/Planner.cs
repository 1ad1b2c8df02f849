namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What an actor should do now.</summary>
/// <param name="Start">Events to attempt, in this order.</param>
/// <param name="Withdraw">Attempts of an earlier round, or of an event that was dropped: to be withdrawn unless they have begun.</param>
/// <param name="Wake">The wait after which to look again; null when nothing becomes due by itself.</param>
public sealed record Plan(IReadOnlyList<HeldEvent> Start, IReadOnlyList<Attempt> Withdraw, Wait? Wake)
{
    /// <summary>Nothing to do, now or later.</summary>
    public static readonly Plan Nothing = new([], [], null);
}

/// <summary>
/// Derives what to do from the state alone: after a decision, after a recovery and after a tick alike. An attempt starts only
/// where both the durable state and the one that runs ahead of it allow it.
/// </summary>
public static class Planner
{
    /// <summary>The plan at <paramref name="now"/>.</summary>
    /// <param name="durable">The state that rests on durable records.</param>
    /// <param name="ahead">The same, or further by records that are being written.</param>
    /// <param name="flight">What is under way.</param>
    /// <param name="now">UTC.</param>
    public static Plan Next(SubscriptionState durable, SubscriptionState ahead, Flight flight, DateTimeOffset now)
    {
        IReadOnlyList<Attempt> outdated = Outdated(ahead, flight) ?? [];
        if (flight.IsStopping || ahead.IsHeldBack || ahead.Held.Outbox.IsEmpty)
        {
            return PlanOf([], outdated, null);
        }

        if (flight.Setback is { } setback && !setback.IsOver(now))
        {
            return PlanOf([], outdated, setback);
        }

        if (ahead.Retry is { } retry && !retry.Wait.IsOver(now) && flight.RipeRound != ahead.Round)
        {
            return PlanOf([], outdated, retry.Wait);
        }

        // A wait goes on while a record that starts must rest on is being written: a timer set anew would begin it again after a jump of the clock.
        var room = durable.Control == ahead.Control ? Room(ahead, flight, now) : 0;
        IReadOnlyList<HeldEvent> start = [];
        if (room > 0)
        {
            start = Eligible(durable, ahead, flight, room, now);
        }

        return PlanOf(start, outdated, ahead.Held.Aside.IsEmpty ? null : NextAside(ahead, flight, now));
    }

    private static Plan PlanOf(IReadOnlyList<HeldEvent> start, IReadOnlyList<Attempt> withdraw, Wait? wake) =>
        start.Count == 0 && withdraw.Count == 0 && wake is null ? Plan.Nothing : new Plan(start, withdraw, wake);

    private static List<Attempt>? Outdated(SubscriptionState ahead, Flight flight)
    {
        // Loops, and queries only behind conditions that seldom hold: this is looked at after everything that happens, most often for one event or none.
        if (flight.Attempts.IsEmpty)
        {
            return null;
        }

        List<Attempt>? outdated = null;
        foreach (var attempt in flight.Attempts)
        {
            if (attempt.Round != ahead.Round || attempt.Generation != ahead.Generation || IsDropped(attempt, ahead))
            {
                (outdated ??= []).Add(attempt);
            }
        }

        return outdated;
    }

    /// <summary>Only where something was steered since the attempt started is its place looked up.</summary>
    private static bool IsDropped(Attempt attempt, SubscriptionState ahead) => attempt.Control != ahead.Control && !ahead.Held.Outbox.ContainsKey(attempt.Place);

    private static int Room(SubscriptionState ahead, Flight flight, DateTimeOffset now)
    {
        if (flight.Unrecorded.Length >= Flight.UnrecordedAtMost
            || (flight.UnrecordedSince is { } since && now - since > Flight.UnrecordedFor))
        {
            return 0;
        }

        var room = Math.Min(ahead.Settings!.MaxInFlight - flight.Attempts.Length, Flight.UnrecordedAtMost - flight.Unrecorded.Length);
        if (ahead.Retry is null)
        {
            return room;
        }

        // A retry is one probe, whatever the width; attempts of earlier rounds may still be ending beside it.
        return IsProbing(ahead, flight) ? 0 : Math.Min(room, 1);
    }

    private static bool IsProbing(SubscriptionState ahead, Flight flight) => flight.Attempts.Any(a => a.Round == ahead.Round);

    /// <summary>At most <paramref name="room"/>, oldest first; what is accepted but not yet durable stands at the end and is not reached.</summary>
    private static List<HeldEvent> Eligible(SubscriptionState durable, SubscriptionState ahead, Flight flight, int room, DateTimeOffset now)
    {
        var eligible = new List<HeldEvent>(Math.Min(room, ahead.Held.Outbox.Count));
        // Both go by place: side by side, for a busy subscription holds dozens of successes that are not recorded yet, all before what it could send.
        var unrecorded = flight.Unrecorded;
        var next = 0;
        foreach (var (place, held) in ahead.Held.Outbox)
        {
            if (eligible.Count == room || place > durable.LastPlace)
            {
                break;
            }

            while (next < unrecorded.Length && unrecorded[next].Place < place)
            {
                next++;
            }

            if (!(next < unrecorded.Length && unrecorded[next].Place == place)
                && (held.Aside is not { } aside || aside.IsOver(now) || flight.RipePlaces.Contains(place))
                && !IsUnderWay(held, flight))
            {
                eligible.Add(held);
            }
        }

        return eligible;
    }

    /// <summary>By id too, since an event that was dropped and replayed during its attempt has a new place.</summary>
    private static bool IsUnderWay(HeldEvent held, Flight flight)
    {
        foreach (var attempt in flight.Attempts)
        {
            if (attempt.Place == held.Place || attempt.EventId == held.EventId)
            {
                return true;
            }
        }

        return false;
    }

    private static Wait? NextAside(SubscriptionState ahead, Flight flight, DateTimeOffset now) =>
        ahead.Held.Aside
            .Where(place => !flight.HasPlace(place) && !flight.RipePlaces.Contains(place))
            .Select(place => ahead.Held.Outbox[place].Aside!.Value)
            .Where(aside => !aside.IsOver(now))
            .Select(aside => (Wait?)aside)
            .MinBy(aside => aside!.Value.Remaining(now));
}
