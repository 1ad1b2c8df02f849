using System.Buffers.Binary;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>
/// What a snapshot keeps of each remembered id beside the id itself: the hash's two halves, when it was accepted, in ticks of UTC, and the
/// record of its payload, eight bytes each, the highest first. As JSON a thousand of them were most of a snapshot, and of the time that it took.
/// </summary>
internal static class RememberedBlock
{
    private const int Bytes = 32;

    /// <summary>How long the block of <paramref name="count"/> ids is, in bytes.</summary>
    public static long LengthOf(int count) => (long)count * Bytes;

    /// <summary>Writes the block of <paramref name="ids"/> to <paramref name="to"/>, which is as long.</summary>
    public static void Write(IReadOnlyList<RememberedId> ids, Span<byte> to)
    {
        foreach (var id in ids)
        {
            BinaryPrimitives.WriteUInt64BigEndian(to, id.Hash.High);
            BinaryPrimitives.WriteUInt64BigEndian(to[8..], id.Hash.Low);
            BinaryPrimitives.WriteInt64BigEndian(to[16..], id.AcceptedAt.UtcTicks);
            BinaryPrimitives.WriteInt64BigEndian(to[24..], id.PayloadAt);
            to = to[Bytes..];
        }
    }

    /// <summary>Puts the ids and their block together again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time is none.</exception>
    public static List<RememberedId> Read(IReadOnlyList<string> ids, ReadOnlySpan<byte> from)
    {
        var remembered = new List<RememberedId>(ids.Count);
        foreach (var id in ids)
        {
            ArgumentNullException.ThrowIfNull(id);
            remembered.Add(new RememberedId(
                id,
                new PayloadHash(BinaryPrimitives.ReadUInt64BigEndian(from), BinaryPrimitives.ReadUInt64BigEndian(from[8..])),
                new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(from[16..]), TimeSpan.Zero),
                BinaryPrimitives.ReadInt64BigEndian(from[24..])));
            from = from[Bytes..];
        }

        return remembered;
    }
}
