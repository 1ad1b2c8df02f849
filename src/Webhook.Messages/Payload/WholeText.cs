using System.Text;

namespace Webhook.Messages;

/// <summary>Text that can be written as UTF-8 without loss.</summary>
internal static class WholeText
{
    /// <summary><paramref name="text"/> itself. The JSON writer would replace half a surrogate pair, and so change the data silently.</summary>
    /// <exception cref="ArgumentException">It holds half a surrogate pair.</exception>
    public static string Check(string text)
    {
        for (ReadOnlySpan<char> rest = text; rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at; rest = rest[(at + 2)..])
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out _) != System.Buffers.OperationStatus.Done)
            {
                throw new ArgumentException("A text holds half a surrogate pair.");
            }
        }

        return text;
    }
}
