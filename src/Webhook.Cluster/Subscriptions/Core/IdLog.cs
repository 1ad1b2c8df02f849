namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>Ids in the order in which they were accepted. Only grows, so that what was read from it stays true.</summary>
internal sealed class IdLog
{
    private readonly Dictionary<string, int> _latest;

    /// <summary>Where an id stood before, by where it stands again: one accepted once more after it was forgotten.</summary>
    private Dictionary<int, int>? _earlier;
    private RememberedId[] _ids;

    /// <summary>A log that begins with <paramref name="ids"/>.</summary>
    public IdLog(IReadOnlyList<RememberedId> ids)
    {
        _ids = new RememberedId[Math.Max(4, ids.Count)];
        _latest = new Dictionary<string, int>(ids.Count, StringComparer.Ordinal);
        foreach (var id in ids)
        {
            Append(id);
        }
    }

    public int Count { get; private set; }

    public RememberedId this[int at] => _ids[at];

    public void Append(RememberedId id)
    {
        if (Count == _ids.Length)
        {
            // The old array stays as it is, for whoever reads a part of it on another thread.
            Array.Resize(ref _ids, 2 * Count);
        }

        if (!_latest.TryAdd(id.EventId, Count))
        {
            (_earlier ??= [])[Count] = _latest[id.EventId];
            _latest[id.EventId] = Count;
        }

        _ids[Count++] = id;
    }

    /// <summary>The latest entry of an id from <paramref name="first"/> on and before <paramref name="end"/>, or null.</summary>
    public RememberedId? Find(string eventId, int first, int end)
    {
        var isThere = _latest.TryGetValue(eventId, out var at);
        while (isThere && at >= end)
        {
            isThere = _earlier is not null && _earlier.TryGetValue(at, out at);
        }

        return isThere && at >= first ? _ids[at] : null;
    }

    public IReadOnlyList<RememberedId> Slice(int first, int count) => new ArraySegment<RememberedId>(_ids, first, count);
}
