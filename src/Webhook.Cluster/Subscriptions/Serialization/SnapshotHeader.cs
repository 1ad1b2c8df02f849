using System.Collections.Immutable;
using System.Runtime.Serialization;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Core.Announcing;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>A held event in a snapshot; its payload stands behind the line of JSON, <paramref name="Bytes"/> long.</summary>
internal sealed record HeldHeader(long Place, long PayloadAt, string EventId, PayloadHash Hash, DateTimeOffset AcceptedAt, int Bytes, int Refusals, Wait? Aside, string? TraceParent = null, bool? IsReplayed = null);

/// <summary>
/// The line of JSON of a snapshot. The payloads follow it, the outbox's first, each oldest first, then the <see cref="RememberedBlock"/> of
/// <paramref name="RememberedIds"/>. Before the third format all of that stood in <paramref name="Remembered"/>; before the fourth, which has
/// <paramref name="LastPlace"/>, a place was the number of the record that gave it.
/// </summary>
internal sealed record SnapshotHeader(
    long Sequence,
    int Generation,
    long Start,
    long Round,
    long Control,
    SubscriptionSettings? Settings,
    bool IsCancelled,
    bool IsPaused,
    bool IsSuspended,
    Retry? Retry,
    IReadOnlyList<HeldHeader> Outbox,
    IReadOnlyList<HeldHeader> Parked,
    IReadOnlyList<string> RefusedInARow,
    long Delivered,
    IReadOnlyList<AttemptRecord> Attempts,
    string? LastError,
    IReadOnlyList<SnapshotMark> Marks,
    News? News = null,
    IReadOnlyList<string>? RememberedIds = null,
    IReadOnlyList<RememberedId>? Remembered = null,
    long? LastPlace = null)
{
    public static (SnapshotHeader Header, ReadOnlyMemory<byte> Payload) Split(SubscriptionSnapshot snapshot)
    {
        var state = snapshot.State;
        var remembered = state.Remembered.ByAge;
        var payloads = new byte[state.Held.Bytes + RememberedBlock.LengthOf(remembered.Count)];
        var at = 0;
        foreach (var held in state.Held.Outbox.Values.Concat(state.Held.Parked.Values))
        {
            held.Payload.Span.CopyTo(payloads.AsSpan(at));
            at += held.Payload.Length;
        }

        RememberedBlock.Write(remembered, payloads.AsSpan(at));
        var header = new SnapshotHeader(
            state.Sequence, state.Generation, state.Start, state.Round, state.Control, state.Settings, state.IsCancelled, state.IsPaused,
            state.IsSuspended, state.Retry, Headers(state.Held.Outbox), Headers(state.Held.Parked),
            [.. state.RefusedInARow.Order(StringComparer.Ordinal)], state.Delivered, state.Attempts, state.LastError, snapshot.Marks, state.News.IsNone ? null : state.News,
            RememberedIds: [.. remembered.Select(id => id.EventId)], LastPlace: state.LastPlace);
        return (header, payloads);
    }

    public static SubscriptionSnapshot Join(SnapshotHeader header, ReadOnlyMemory<byte> payloads)
    {
        if (FaultOf(header, payloads.Length) is { } fault)
        {
            throw new SerializationException($"The snapshot is of no life that can have been: {fault}.");
        }

        var ids = header.RememberedIds ?? [];
        var heldBytes = payloads.Length - (int)RememberedBlock.LengthOf(ids.Count);
        var outboxBytes = header.Outbox.Sum(h => h.Bytes);
        var isOlder = header.LastPlace is null;
        var outbox = Restore(header.Outbox, isOlder, payloads, 0);
        var parked = Restore(header.Parked, isOlder, payloads, outboxBytes);
        var held = new HeldEvents(
            outbox,
            parked,
            outbox.Values.Concat(parked.Values).ToImmutableDictionary(e => e.EventId, e => e.Place, StringComparer.Ordinal),
            [.. outbox.Values.Where(e => e.Aside is not null).Select(e => e.Place)],
            heldBytes);
        var state = new SubscriptionState
        {
            Sequence = header.Sequence,
            LastPlace = header.LastPlace ?? header.Sequence,
            Generation = header.Generation,
            Start = header.Start,
            Round = header.Round,
            Control = header.Control,
            Settings = header.Settings,
            IsCancelled = header.IsCancelled,
            IsPaused = header.IsPaused,
            IsSuspended = header.IsSuspended,
            Retry = header.Retry,
            Held = held,
            Remembered = Core.RememberedIds.Restore(header.Remembered ?? RememberedBlock.Read(ids, payloads.Span[heldBytes..])),
            RefusedInARow = header.RefusedInARow.ToImmutableHashSet(StringComparer.Ordinal),
            Delivered = header.Delivered,
            Attempts = [.. header.Attempts],
            LastError = header.LastError,
            News = header.News is { Waiting.IsDefault: false } news ? news : News.None,
        };
        return new SubscriptionSnapshot(state, header.Marks);
    }

    /// <summary>What would surface only later, in the middle of a recovery, a delivery or the next snapshot; null when nothing would.</summary>
    private static string? FaultOf(SnapshotHeader header, int payloadBytes)
    {
        // Far above any journal, and far enough below the end of the numbers to count on.
        const long highest = long.MaxValue / 2;
        var events = header.Outbox.Concat(header.Parked).ToList();
        return header.Settings is null ? "it has no settings"
            : header.Remembered is null == header.RememberedIds is null ? "what it remembers is missing, or there twice"
            : header.Sequence is < 1 or > highest ? "its sequence number is none"
            : events.Sum(e => (long)e.Bytes) + RememberedBlock.LengthOf(header.RememberedIds?.Count ?? 0) != payloadBytes ? "its payloads are not as long as its events say"
            : header.LastPlace is < 0 or > highest ? "its last place is none"
            : events.Exists(e => e.Place < 1 || e.Place > (header.LastPlace ?? header.Sequence)) ? "it holds an event at a later place"
            : events.DistinctBy(e => e.Place).Count() != events.Count || events.DistinctBy(e => e.EventId, StringComparer.Ordinal).Count() != events.Count
                ? "it holds an event twice"
            : null;
    }

    private static List<HeldHeader> Headers(ImmutableSortedDictionary<long, HeldEvent> events) =>
        events.Values.Select(e => new HeldHeader(e.Place, e.PayloadAt, e.EventId, e.Hash, e.AcceptedAt, e.Payload.Length, e.Refusals, e.Aside, e.TraceParent, e.IsReplayed ? true : null)).ToList();

    private static ImmutableSortedDictionary<long, HeldEvent> Restore(IReadOnlyList<HeldHeader> headers, bool isOlder, ReadOnlyMemory<byte> payloads, int at)
    {
        var events = ImmutableSortedDictionary.CreateBuilder<long, HeldEvent>();
        foreach (var h in headers)
        {
            // Each payload gets its own array: a slice would keep all of them alive until the last one is delivered.
            var payload = payloads.Slice(at, h.Bytes).ToArray();
            events.Add(h.Place, new HeldEvent(h.Place, h.PayloadAt, h.EventId, h.Hash, h.AcceptedAt, payload, h.Refusals, h.Aside)
            {
                TraceParent = h.TraceParent,
                IsReplayed = isOlder ? h.Place != h.PayloadAt : h.IsReplayed == true,
            });
            at += h.Bytes;
        }

        return events.ToImmutable();
    }
}
