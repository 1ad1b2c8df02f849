using System.Buffers.Text;

namespace Webhook.Messages;

/// <summary>The plain cases of numbers, as <see cref="PlainValues"/> has those of other values.</summary>
internal static class PlainNumbers
{
    /// <summary>The longest decimal number that is looked at here: no digit of it can be lost.</summary>
    private const int DecimalAtMost = 16;

    /// <summary>A whole number from 0 to 100.</summary>
    public static int WholePercent(ReadOnlySpan<byte> from) =>
        Digits(from) is (> 0 and <= 3) and var length && Utf8Parser.TryParse(from[..length], out int number, out _) && number <= 100 ? length : 0;

    /// <summary>A decimal number from 0 to 100.</summary>
    public static int Percent(ReadOnlySpan<byte> from)
    {
        var length = Any(from);
        return length is > 0 and <= DecimalAtMost && Utf8Parser.TryParse(from[..length], out decimal number, out var read) && read == length && from[0] != (byte)'-' && number <= 100
            ? length
            : 0;
    }

    /// <summary>A number without an exponent.</summary>
    public static int Any(ReadOnlySpan<byte> from)
    {
        var at = from[0] == (byte)'-' ? 1 : 0;
        var whole = Digits(from[at..]);
        at += whole;
        if (whole == 0 || at == from.Length || from[at] != (byte)'.')
        {
            return whole == 0 ? 0 : at;
        }

        var fraction = CountOfDigits(from[(at + 1)..]);
        return fraction == 0 ? 0 : at + 1 + fraction;
    }

    /// <summary>Digits without a zero before others.</summary>
    private static int Digits(ReadOnlySpan<byte> from) => CountOfDigits(from) is var count && count > 1 && from[0] == (byte)'0' ? 0 : count;

    private static int CountOfDigits(ReadOnlySpan<byte> from) => from.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : from.Length;
}
