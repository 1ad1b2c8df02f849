using System.Collections.Immutable;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>
/// What an actor is doing that no record tells: attempts under way, successes whose record is not durable, and waits that a
/// timer found over. Gone with the process, and derived anew from the state. Short arrays: they are walked after everything that happens, and
/// cost less to copy than trees to change.
/// </summary>
public sealed record Flight
{
    /// <summary>The most successes that may be unrecorded while another attempt starts.</summary>
    public const int UnrecordedAtMost = 64;

    /// <summary>The longest that a success may be unrecorded while another attempt starts.</summary>
    public static readonly TimeSpan UnrecordedFor = TimeSpan.FromMilliseconds(100);

    /// <summary>Nothing under way.</summary>
    public static readonly Flight None = new();

    /// <summary>Attempts under way, at most one for each place, in the order in which they began.</summary>
    public ImmutableArray<Attempt> Attempts { get; private init; } = [];

    /// <summary>Successes whose record is not durable, by place.</summary>
    public ImmutableArray<UnrecordedSuccess> Unrecorded { get; private init; } = [];

    /// <summary>Since when the oldest of them waits for its record; null when none does.</summary>
    public DateTimeOffset? UnrecordedSince { get; private init; }

    /// <summary>The round whose retry a timer found due; the wall clock may disagree after a jump.</summary>
    public long RipeRound { get; init; } = -1;

    /// <summary>Places that a timer found through with stepping aside.</summary>
    public ImmutableHashSet<long> RipePlaces { get; init; } = [];

    /// <summary>Until when nothing starts, since the life before could not record what came of its attempts; null when it could.</summary>
    public Wait? Setback { get; init; }

    /// <summary>Whether the actor is about to stop and starts nothing more.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Begins <paramref name="attempt"/>.</summary>
    public Flight Begin(Attempt attempt) => this with
    {
        Attempts = Attempts.Add(attempt),
        RipePlaces = RipePlaces.Remove(attempt.Place),
    };

    /// <summary>Whether <paramref name="attempt"/> is under way: the very one, not another of the same event.</summary>
    public bool Has(Attempt attempt) => IndexOf(attempt.Place) is >= 0 and var at && ReferenceEquals(Attempts[at], attempt);

    /// <summary>Whether the event at <paramref name="place"/> is under way.</summary>
    public bool HasPlace(long place) => IndexOf(place) >= 0;

    /// <summary>Ends <paramref name="attempt"/>.</summary>
    public Flight End(Attempt attempt) => IndexOf(attempt.Place) is >= 0 and var at ? this with { Attempts = Attempts.RemoveAt(at) } : this;

    /// <summary>Ends <paramref name="attempt"/> with a success that is yet to be recorded.</summary>
    public Flight EndDelivered(Attempt attempt, DateTimeOffset now) => End(attempt) with
    {
        Unrecorded = Unrecorded.Insert(PlaceAmongUnrecorded(attempt.Place), new UnrecordedSuccess(attempt.Place, now)),
        UnrecordedSince = UnrecordedSince ?? now,
    };

    /// <summary>The record of these <paramref name="successes"/> is durable.</summary>
    public Flight Recorded(IReadOnlyList<RecordOutcome> successes)
    {
        var left = ImmutableArray.CreateBuilder<UnrecordedSuccess>(Unrecorded.Length);
        DateTimeOffset? since = null;
        foreach (var success in Unrecorded)
        {
            if (!IsAmong(successes, success.Place))
            {
                left.Add(success);
                since = since < success.Since ? since : success.Since;
            }
        }

        return this with { Unrecorded = left.DrainToImmutable(), UnrecordedSince = since };
    }

    /// <summary>
    /// A timer set for <paramref name="until"/> went off: what waited no longer than that is due. An event in flight waits for
    /// nothing; were it ripe already, it would not step aside when it is refused again.
    /// </summary>
    public Flight Ripen(SubscriptionState state, DateTimeOffset until) => this with
    {
        Setback = Setback is { } setback && setback.Until <= until ? null : Setback,
        RipeRound = state.Retry is { } retry && retry.Wait.Until <= until ? state.Round : RipeRound,
        RipePlaces = RipePlaces.Union(state.Held.Aside.Where(place =>
            !HasPlace(place) && state.Held.Outbox[place].Aside!.Value.Until <= until)),
    };

    private static bool IsAmong(IReadOnlyList<RecordOutcome> successes, long place)
    {
        for (var i = 0; i < successes.Count; i++)
        {
            if (successes[i].Attempt.Place == place)
            {
                return true;
            }
        }

        return false;
    }

    private int IndexOf(long place)
    {
        for (var i = 0; i < Attempts.Length; i++)
        {
            if (Attempts[i].Place == place)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>From the end: most often it is the latest.</summary>
    private int PlaceAmongUnrecorded(long place)
    {
        var at = Unrecorded.Length;
        while (at > 0 && Unrecorded[at - 1].Place > place)
        {
            at--;
        }

        return at;
    }
}

/// <summary>A success whose record is not durable.</summary>
/// <param name="Place">The place of its event.</param>
/// <param name="Since">When it came in, UTC.</param>
public readonly record struct UnrecordedSuccess(long Place, DateTimeOffset Since);
