using System.Runtime.InteropServices;

namespace Webhook.Cluster.Gateway;

/// <summary>A payload out of the message that it came in: an event may be held for days, and would hold the whole batch.</summary>
internal static class OwnPayload
{
    /// <summary>A copy of <paramref name="payload"/> where it is less than half of what it is a part of, else itself.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out var part) && part.Array!.Length > 2 * part.Count ? payload.ToArray() : payload;
}
