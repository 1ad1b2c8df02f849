namespace Webhook.Messages.Serialization;

/// <summary>Payloads one after the other, as a record of several events has them behind its header.</summary>
internal static class PayloadBlock
{
    /// <summary>The payloads of <paramref name="items"/>, in their order.</summary>
    public static byte[] Of<T>(IReadOnlyList<T> items, Func<T, ReadOnlyMemory<byte>> payloadOf)
    {
        var payloads = new byte[items.Sum(item => payloadOf(item).Length)];
        var at = 0;
        foreach (var item in items)
        {
            var payload = payloadOf(item);
            payload.CopyTo(payloads.AsMemory(at));
            at += payload.Length;
        }

        return payloads;
    }
}
