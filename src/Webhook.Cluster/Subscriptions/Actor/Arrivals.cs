using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Events that arrived and are not decided on yet.</summary>
internal sealed class Arrivals
{
    private readonly List<AcceptEvent> _events = new(capacity: 1);
    private readonly List<Waiting> _waiting = new(capacity: 1);
    private int _bytes;

    /// <summary>The events, oldest first.</summary>
    public IReadOnlyList<AcceptEvent> Events => _events;

    /// <summary>Who waits for the answer to each of them.</summary>
    public IReadOnlyList<Waiting> Waiting => _waiting;

    /// <summary>Whether no more of them share a record.</summary>
    public bool IsFull => _events.Count >= RecordingRules.EventsAtMost;

    /// <summary>Whether <paramref name="command"/> shares a record with them.</summary>
    public bool HasRoomFor(AcceptEvent command) => _bytes + command.Payload.Length <= RecordingRules.EventBytesAtMost;

    public void Add(AcceptEvent command, Waiting waiting)
    {
        _events.Add(command);
        _waiting.Add(waiting);
        _bytes += command.Payload.Length;
    }

    /// <summary>All but the first <paramref name="count"/>; null when there are no more.</summary>
    public Arrivals? After(int count)
    {
        if (count == _events.Count)
        {
            return null;
        }

        var rest = new Arrivals();
        for (var i = count; i < _events.Count; i++)
        {
            rest.Add(_events[i], _waiting[i]);
        }

        return rest;
    }
}
