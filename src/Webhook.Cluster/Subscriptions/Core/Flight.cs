using System.Collections.Immutable;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>
/// What an actor is doing that no record tells: attempts under way, successes whose record is not durable, and waits that a
/// timer found over. Gone with the process, and derived anew from the state.
/// </summary>
public sealed record Flight
{
    /// <summary>The most successes that may be unrecorded while another attempt starts.</summary>
    public const int UnrecordedAtMost = 64;

    /// <summary>The longest that a success may be unrecorded while another attempt starts.</summary>
    public static readonly TimeSpan UnrecordedFor = TimeSpan.FromMilliseconds(100);

    /// <summary>Nothing under way.</summary>
    public static readonly Flight None = new();

    /// <summary>Attempts under way by place.</summary>
    public ImmutableSortedDictionary<long, Attempt> Attempts { get; init; } = ImmutableSortedDictionary<long, Attempt>.Empty;

    /// <summary>Places of successes whose record is not durable, with the time they came in, oldest first.</summary>
    public ImmutableSortedDictionary<long, DateTimeOffset> Unrecorded { get; init; } = ImmutableSortedDictionary<long, DateTimeOffset>.Empty;

    /// <summary>Since when the oldest of them waits for its record; null when none does.</summary>
    public DateTimeOffset? UnrecordedSince { get; private init; }

    /// <summary>The round whose retry a timer found due; the wall clock may disagree after a jump.</summary>
    public long RipeRound { get; init; } = -1;

    /// <summary>Places that a timer found through with stepping aside.</summary>
    public ImmutableHashSet<long> RipePlaces { get; init; } = [];

    /// <summary>Whether the actor is about to stop and starts nothing more.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Begins <paramref name="attempt"/>.</summary>
    public Flight Begin(Attempt attempt) => this with
    {
        Attempts = Attempts.Add(attempt.Place, attempt),
        RipePlaces = RipePlaces.Remove(attempt.Place),
    };

    /// <summary>Whether <paramref name="attempt"/> is under way: the very one, not another of the same event.</summary>
    public bool Has(Attempt attempt) => ReferenceEquals(Attempts.GetValueOrDefault(attempt.Place), attempt);

    /// <summary>Ends <paramref name="attempt"/>.</summary>
    public Flight End(Attempt attempt) => this with { Attempts = Attempts.Remove(attempt.Place) };

    /// <summary>Ends <paramref name="attempt"/> with a success that is yet to be recorded.</summary>
    public Flight EndDelivered(Attempt attempt, DateTimeOffset now) => End(attempt) with
    {
        Unrecorded = Unrecorded.SetItem(attempt.Place, now),
        UnrecordedSince = UnrecordedSince ?? now,
    };

    /// <summary>The record of the successes at <paramref name="places"/> is durable.</summary>
    public Flight Recorded(IEnumerable<long> places)
    {
        var unrecorded = Unrecorded.RemoveRange(places);
        return this with { Unrecorded = unrecorded, UnrecordedSince = unrecorded.IsEmpty ? null : unrecorded.Values.Min() };
    }

    /// <summary>
    /// A timer set for <paramref name="until"/> went off: what waited no longer than that is due. An event in flight waits for
    /// nothing; were it ripe already, it would not step aside when it is refused again.
    /// </summary>
    public Flight Ripen(SubscriptionState state, DateTimeOffset until) => this with
    {
        RipeRound = state.Retry is { } retry && retry.Wait.Until <= until ? state.Round : RipeRound,
        RipePlaces = RipePlaces.Union(state.Held.Aside.Where(place =>
            !Attempts.ContainsKey(place) && state.Held.Outbox[place].Aside!.Value.Until <= until)),
    };
}
