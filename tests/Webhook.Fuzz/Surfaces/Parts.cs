using System.Text;

namespace Webhook.Fuzz.Surfaces;

/// <summary>Takes an input apart so that a change of one byte changes little: no lengths and no offsets, only separators.</summary>
internal static class Parts
{
    private const byte RecordSeparator = 0x1E;

    /// <summary>The parts between record separators (0x1E), at most <paramref name="most"/>.</summary>
    public static IEnumerable<byte[]> Of(byte[] input, int most)
    {
        for (var (at, count) = (0, 0); at <= input.Length && count < most; count++)
        {
            var end = Array.IndexOf(input, RecordSeparator, at);
            end = end < 0 ? input.Length : end;
            yield return input[at..end];
            at = end + 1;
        }
    }

    /// <summary>The first line as Latin-1, and what stands behind its line feed.</summary>
    public static (string Line, byte[] Behind) Line(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)'\n');
        return end < 0 ? (Encoding.Latin1.GetString(input), []) : (Encoding.Latin1.GetString(input, 0, end), input[(end + 1)..]);
    }
}
