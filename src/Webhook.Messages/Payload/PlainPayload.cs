namespace Webhook.Messages;

/// <summary>
/// Tells of a payload that it is in its one form already, in one pass over its bytes: most are, since senders render them so. It knows
/// the plain cases only; of all others <see cref="PayloadReader"/> tells whether there is a fault, and which.
/// </summary>
internal static class PlainPayload
{
    /// <summary>Whether <paramref name="payload"/> has no fault and would come out of <see cref="LessonPayload.Parse"/> as it is.</summary>
    public static bool Is(ReadOnlySpan<byte> payload) =>
        payload.Length <= Limits.PayloadBytes && LengthOf(payload, PayloadField.OfPayload) is > 0 and var length && length == payload.Length;

    /// <summary>The length of the object of <paramref name="fields"/> at the start of <paramref name="from"/>; 0 where it is not plain.</summary>
    private static int LengthOf(ReadOnlySpan<byte> from, PayloadField[] fields)
    {
        var at = 0;
        foreach (var field in fields)
        {
            if (!BeginsWith(from[at..], at == 0 ? (byte)'{' : (byte)',', field))
            {
                if (field.Required)
                {
                    return 0;
                }

                continue;
            }

            at += 1 + field.Opening.Length;
            var length = at == from.Length ? 0 : field.Fields is { } inner ? LengthOf(from[at..], inner) : field.PlainLength!(from[at..]);
            if (length == 0)
            {
                return 0;
            }

            at += length;
        }

        return at > 0 && at < from.Length && from[at] == (byte)'}' ? at + 1 : 0;
    }

    private static bool BeginsWith(ReadOnlySpan<byte> from, byte before, PayloadField field) =>
        !from.IsEmpty && from[0] == before && from[1..].StartsWith(field.Opening);
}
