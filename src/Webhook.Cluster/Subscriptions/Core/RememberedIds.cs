namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>
/// The ids of the last 1,000 accepted events or of the last ten minutes, whichever is more; at most 50,000. Immutable to whoever uses it: each
/// value is a window on a log that its successors append to. (A tree of immutable nodes cost more, in garbage, than the rest of an event's state.)
/// One thread at a time may use values that come from each other, save <see cref="ByAge"/>.
/// </summary>
public sealed class RememberedIds
{
    private const int AtLeast = 1_000;
    private const int AtMost = 50_000;
    private static readonly TimeSpan For = TimeSpan.FromMinutes(10);

    /// <summary>Nothing remembered.</summary>
    public static readonly RememberedIds None = new(null, 0, 0);

    private readonly IdLog? _log;
    private readonly int _first;
    private readonly int _end;

    private RememberedIds(IdLog? log, int first, int end) => (_log, _first, _end) = (log, first, end);

    /// <summary>How many are remembered.</summary>
    public int Count => _end - _first;

    /// <summary>When the latest was accepted, and how long after the one before; null where there are not two.</summary>
    public (DateTimeOffset At, TimeSpan Gap)? Latest =>
        Count < 2 ? null : (_log![_end - 1].AcceptedAt, _log[_end - 1].AcceptedAt - _log[_end - 2].AcceptedAt);

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<RememberedId> ByAge => _log is null ? [] : _log.Slice(_first, Count);

    /// <summary>The ids that a snapshot kept, oldest first.</summary>
    public static RememberedIds Restore(IReadOnlyList<RememberedId> byAge) => byAge.Count == 0 ? None : new(new IdLog(byAge), 0, byAge.Count);

    /// <summary>What is known of <paramref name="eventId"/>, or null.</summary>
    public RememberedId? Find(string eventId) => _log?.Find(eventId, _first, _end);

    /// <summary>Adds <paramref name="id"/> and forgets what is too old by then.</summary>
    public RememberedIds Add(RememberedId id)
    {
        var (log, first) = Appendable();
        log.Append(id);
        var end = log.Count;
        while (end - first > AtLeast && (end - first > AtMost || id.AcceptedAt - log[first].AcceptedAt > For))
        {
            first++;
        }

        return new RememberedIds(log, first, end);
    }

    /// <summary>The log, or a copy of the window where another value has appended to it already, or most of it is forgotten.</summary>
    private (IdLog Log, int First) Appendable() =>
        _log is { } log && log.Count == _end && _first <= Math.Max(AtLeast, Count) / 2 ? (log, _first) : (new IdLog(ByAge), 0);
}
