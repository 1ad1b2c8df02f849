using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>The first 128 bits of a payload's SHA-256: tells the same event sent again from another under its id.</summary>
/// <param name="High">The first eight bytes.</param>
/// <param name="Low">The next eight bytes.</param>
public readonly record struct PayloadHash(ulong High, ulong Low)
{
    /// <summary>Hashes the bytes of a rendered payload.</summary>
    public static PayloadHash Of(ReadOnlySpan<byte> payload)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, digest);
        return new PayloadHash(BinaryPrimitives.ReadUInt64BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[8..]));
    }
}
