using System.Collections.Immutable;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>All events that a subscription holds: the outbox and the parked ones, each by place.</summary>
/// <param name="Outbox">Undelivered and not parked, oldest first.</param>
/// <param name="Parked">Refused too often; never again sent by themselves.</param>
/// <param name="Places">Event id to place, of both.</param>
/// <param name="Aside">Places of the outbox's events that step aside.</param>
/// <param name="Bytes">Payload bytes of both.</param>
public sealed record HeldEvents(
    ImmutableSortedDictionary<long, HeldEvent> Outbox,
    ImmutableSortedDictionary<long, HeldEvent> Parked,
    ImmutableDictionary<string, long> Places,
    ImmutableSortedSet<long> Aside,
    long Bytes)
{
    /// <summary>Nothing held.</summary>
    public static readonly HeldEvents None = new(
        ImmutableSortedDictionary<long, HeldEvent>.Empty,
        ImmutableSortedDictionary<long, HeldEvent>.Empty,
        ImmutableDictionary.Create<string, long>(StringComparer.Ordinal),
        [],
        0);

    /// <summary>How many events are held.</summary>
    public int Count => Places.Count;

    /// <summary>The held event with this id, or null.</summary>
    public HeldEvent? Find(string eventId) =>
        Places.TryGetValue(eventId, out var place) ? Outbox.GetValueOrDefault(place) ?? Parked[place] : null;

    /// <summary>Whether the event with this id is held and parked.</summary>
    public bool IsParked(string eventId) => Places.TryGetValue(eventId, out var place) && Parked.ContainsKey(place);

    /// <summary>
    /// Queues <paramref name="held"/> at its place; the same if its id is held already, as two nodes that write by turns
    /// (one was frozen and does not know yet that the other took over) can both have accepted it.
    /// </summary>
    public HeldEvents Queue(HeldEvent held) => Places.ContainsKey(held.EventId) ? this : this with
    {
        Outbox = Outbox.Add(held.Place, held),
        Places = Places.Add(held.EventId, held.Place),
        Bytes = Bytes + held.Payload.Length,
    };

    /// <summary>Removes the event with this id; the same if it is not held.</summary>
    public HeldEvents Remove(string eventId)
    {
        if (Find(eventId) is not { } held)
        {
            return this;
        }

        return this with
        {
            Outbox = Outbox.Remove(held.Place),
            Parked = Parked.Remove(held.Place),
            Places = Places.Remove(eventId),
            Aside = held.Aside is null ? Aside : Aside.Remove(held.Place),
            Bytes = Bytes - held.Payload.Length,
        };
    }

    /// <summary>Removes the events with these ids, as far as they are held: the trees that all stand in are changed once for all.</summary>
    public HeldEvents RemoveAll(IReadOnlyList<EventDelivered> delivered)
    {
        if (delivered is [var only])
        {
            return Remove(only.Attempt.EventId);
        }

        var (outbox, parked, places, aside, bytes) = (Outbox.ToBuilder(), Parked, Places.ToBuilder(), Aside, Bytes);
        for (var i = 0; i < delivered.Count; i++)
        {
            var eventId = delivered[i].Attempt.EventId;
            if (!places.TryGetValue(eventId, out var place))
            {
                continue;
            }

            var held = outbox.TryGetValue(place, out var undelivered) ? undelivered : parked[place];
            outbox.Remove(place);
            parked = parked.Remove(place);
            places.Remove(eventId);
            aside = held.Aside is null ? aside : aside.Remove(place);
            bytes -= held.Payload.Length;
        }

        return new HeldEvents(outbox.ToImmutable(), parked, places.ToImmutable(), aside, bytes);
    }

    /// <summary>Counts a refusal of the event with this id: it steps aside for <paramref name="aside"/>, or is parked when that is null.</summary>
    public HeldEvents Refuse(string eventId, Wait? aside)
    {
        if (!Places.TryGetValue(eventId, out var place) || !Outbox.TryGetValue(place, out var held))
        {
            return this;
        }

        var refused = held with { Refusals = held.Refusals + 1, Aside = aside };
        return aside is null
            ? this with { Outbox = Outbox.Remove(place), Parked = Parked.Add(place, refused), Aside = Aside.Remove(place) }
            : this with { Outbox = Outbox.SetItem(place, refused), Aside = Aside.Add(place) };
    }

    /// <summary>Moves the parked event with this id to the end of the outbox, its refusals forgotten.</summary>
    /// <param name="eventId">Its id.</param>
    /// <param name="place">Its place.</param>
    /// <param name="payloadAt">Number of the record that has its payload from now on; null for the one that had it.</param>
    public HeldEvents Replay(string eventId, long place, long? payloadAt)
    {
        var held = Find(eventId);
        return held is null ? this : Remove(eventId).Queue(held with { Place = place, PayloadAt = payloadAt ?? held.PayloadAt, Refusals = 0, Aside = null, IsReplayed = true });
    }
}
