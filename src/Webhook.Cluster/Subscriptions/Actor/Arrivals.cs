using System.Diagnostics;
using Akka.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>Events that arrived and are not decided on yet, each with a place of admission.</summary>
internal sealed class Arrivals
{
    private readonly List<AcceptEvent> _events = new(capacity: 1);
    private readonly List<Origin> _origins = new(capacity: 1);
    private int _bytes;

    /// <summary>The events, oldest first.</summary>
    public IReadOnlyList<AcceptEvent> Events => _events;

    /// <summary>Where each comes from.</summary>
    public IReadOnlyList<Origin> Origins => _origins;

    /// <summary>Whether no more of them share a record.</summary>
    public bool IsFull => _events.Count >= RecordingRules.EventsAtMost;

    /// <summary>Whether <paramref name="command"/> shares a record with them.</summary>
    public bool HasRoomFor(AcceptEvent command) => _bytes + command.Payload.Length <= RecordingRules.EventBytesAtMost;

    public void Add(AcceptEvent command, Origin origin)
    {
        _events.Add(command);
        _origins.Add(origin);
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
            rest.Add(_events[i], _origins[i]);
        }

        return rest;
    }

    /// <param name="AskedBy">Who is to get the receipt.</param>
    /// <param name="Accepting">The span of its acceptance; null when it is not traced.</param>
    internal readonly record struct Origin(IActorRef AskedBy, Activity? Accepting);
}
