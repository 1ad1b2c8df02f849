using System.Collections.Immutable;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>An id that was accepted, so that the same event sent again is known.</summary>
/// <param name="EventId">The id.</param>
/// <param name="Hash">Of the payload that was accepted under it.</param>
/// <param name="AcceptedAt">When, UTC.</param>
/// <param name="PayloadAt">Sequence number of the record that carries the payload.</param>
public sealed record RememberedId(string EventId, PayloadHash Hash, DateTimeOffset AcceptedAt, long PayloadAt);

/// <summary>The ids of the last 1,000 accepted events or of the last ten minutes, whichever is more; at most 50,000.</summary>
public sealed record RememberedIds(ImmutableQueue<RememberedId> ByAge, ImmutableDictionary<string, RememberedId> ById)
{
    private const int AtLeast = 1_000;
    private const int AtMost = 50_000;
    private static readonly TimeSpan For = TimeSpan.FromMinutes(10);

    /// <summary>Nothing remembered.</summary>
    public static readonly RememberedIds None = new(ImmutableQueue<RememberedId>.Empty, ImmutableDictionary.Create<string, RememberedId>(StringComparer.Ordinal));

    /// <summary>The ids that a snapshot kept, oldest first.</summary>
    public static RememberedIds Restore(IReadOnlyList<RememberedId> byAge)
    {
        var byId = None.ById.ToBuilder();
        foreach (var id in byAge)
        {
            byId[id.EventId] = id;
        }

        return new RememberedIds([.. byAge], byId.ToImmutable());
    }

    /// <summary>What is known of <paramref name="eventId"/>, or null.</summary>
    public RememberedId? Find(string eventId) => ById.GetValueOrDefault(eventId);

    /// <summary>Adds <paramref name="id"/> and forgets what is too old by then.</summary>
    public RememberedIds Add(RememberedId id)
    {
        var byAge = ByAge.Enqueue(id);
        var byId = ById.SetItem(id.EventId, id);
        while (byId.Count > AtLeast && (byId.Count > AtMost || id.AcceptedAt - byAge.Peek().AcceptedAt > For))
        {
            byAge = byAge.Dequeue(out var oldest);
            // An id accepted again after it was forgotten stands twice in the queue; only its newest entry counts.
            if (ReferenceEquals(byId.GetValueOrDefault(oldest.EventId), oldest))
            {
                byId = byId.Remove(oldest.EventId);
            }
        }

        return new RememberedIds(byAge, byId);
    }
}
