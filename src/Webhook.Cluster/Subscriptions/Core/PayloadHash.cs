using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>
/// 128 bits of a payload, by XXH128: tell the same event sent again from another under its id. They find a mistake of a sender; they do not
/// stand against one who looks for two payloads with the same bits, and would be answered that the second is there already.
/// </summary>
/// <param name="High">The first eight bytes.</param>
/// <param name="Low">The next eight bytes.</param>
public readonly record struct PayloadHash(ulong High, ulong Low)
{
    /// <summary>Hashes the bytes of a rendered payload.</summary>
    public static PayloadHash Of(ReadOnlySpan<byte> payload)
    {
        var hash = XxHash128.HashToUInt128(payload);
        return new PayloadHash((ulong)(hash >> 64), (ulong)hash);
    }

    /// <summary>Whether this is the hash of <paramref name="payload"/>, or what earlier versions kept in its place.</summary>
    public bool IsOf(ReadOnlySpan<byte> payload) => this == Of(payload) || this == OfEarlierVersions(payload);

    /// <summary>The first 128 bits of SHA-256, which snapshots of earlier versions hold.</summary>
    internal static PayloadHash OfEarlierVersions(ReadOnlySpan<byte> payload)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, digest);
        return new PayloadHash(BinaryPrimitives.ReadUInt64BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[8..]));
    }
}
