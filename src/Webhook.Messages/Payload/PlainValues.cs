using System.Buffers;

namespace Webhook.Messages;

/// <summary>
/// The plain case of the rules of <see cref="FieldRules"/>: the length of the value at the start of the bytes, where it keeps to the rule
/// and is written as it would be written anew; 0 where that is not plain to see.
/// </summary>
internal static class PlainValues
{
    /// <summary>The most fields of an object whose names are compared here, each with each.</summary>
    private const int FieldsAtMost = 16;

    /// <summary>The longest host's name that is looked at here: no part of it can be too long then.</summary>
    private const int HostAtMost = 63;

    private static readonly SearchValues<byte> OfPath = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/?=&"u8);

    /// <summary>Text that is not empty.</summary>
    public static int Text(ReadOnlySpan<byte> from) => TextOrEmpty(from) is > 2 and var length ? length : 0;

    /// <summary>Text without escapes in which nothing is to be escaped.</summary>
    public static int TextOrEmpty(ReadOnlySpan<byte> from)
    {
        if (from.IsEmpty || from[0] != (byte)'"' || from[1..].IndexOf((byte)'"') is not (>= 0 and var length))
        {
            return 0;
        }

        return PayloadJson.Writing.Encoder!.FindFirstCharacterToEncodeUtf8(from.Slice(1, length)) < 0 ? length + 2 : 0;
    }

    /// <summary>An object of texts, numbers, true, false and null, its names all different.</summary>
    public static int AnyObject(ReadOnlySpan<byte> from)
    {
        if (from.StartsWith("{}"u8))
        {
            return 2;
        }

        Span<Range> names = stackalloc Range[FieldsAtMost];
        var at = 0;
        for (var count = 0; count < FieldsAtMost && at < from.Length && from[at] == (count == 0 ? (byte)'{' : (byte)','); count++)
        {
            at++;
            var name = at..(at + TextOrEmpty(from[at..]));
            if (Holds(from, names[..count], from[name]))
            {
                return 0;
            }

            names[count] = name;
            at = name.End.Value;
            var length = at + 1 < from.Length && from[at] == (byte)':' ? Simple(from[(at + 1)..]) : 0;
            if (length == 0)
            {
                return 0;
            }

            at += 1 + length;
        }

        return at > 0 && at < from.Length && from[at] == (byte)'}' ? at + 1 : 0;
    }

    /// <summary>A date in UTC, a fraction of a second without zeros at its end.</summary>
    public static int Date(ReadOnlySpan<byte> from)
    {
        // yyyy-MM-ddTHH:mm:ss in quotes; then a fraction's point, or Z.
        const int point = 20;
        var length = TextOrEmpty(from);
        if (length < point + 2 || from[11] != (byte)'T' || from[length - 2] != (byte)'Z')
        {
            return 0;
        }

        var fraction = length - 2 - point;
        var isOneForm = fraction == 0 || (fraction is >= 2 and <= 8 && from[point] == (byte)'.' && from[length - 3] != (byte)'0');
        return isOneForm && PayloadJson.Open(from[..length]).TryGetDateTimeOffset(out _) ? length : 0;
    }

    /// <summary>An http or https URL of a named host, without a port.</summary>
    public static int WebAddress(ReadOnlySpan<byte> from)
    {
        var length = TextOrEmpty(from);
        var scheme = from.StartsWith("\"https://"u8) ? 9 : from.StartsWith("\"http://"u8) ? 8 : 0;
        if (length == 0 || scheme == 0)
        {
            return 0;
        }

        var rest = from[scheme..(length - 1)];
        var host = rest.IndexOf((byte)'/') is >= 0 and var end ? end : rest.Length;
        return IsName(rest[..host]) && !rest[host..].ContainsAnyExcept(OfPath) ? length : 0;
    }

    private static int Simple(ReadOnlySpan<byte> from) => from[0] switch
    {
        (byte)'"' => TextOrEmpty(from),
        (byte)'t' => from.StartsWith("true"u8) ? 4 : 0,
        (byte)'f' => from.StartsWith("false"u8) ? 5 : 0,
        (byte)'n' => from.StartsWith("null"u8) ? 4 : 0,
        _ => PlainNumbers.Any(from),
    };

    private static bool Holds(ReadOnlySpan<byte> from, ReadOnlySpan<Range> names, ReadOnlySpan<byte> name)
    {
        // An empty one is not plain.
        var holds = name.IsEmpty;
        foreach (var earlier in names)
        {
            holds |= from[earlier].SequenceEqual(name);
        }

        return holds;
    }

    /// <summary>Letters, digits and single hyphens in parts between dots, the first of them a letter.</summary>
    private static bool IsName(ReadOnlySpan<byte> host)
    {
        var before = (byte)'.';
        foreach (var character in host)
        {
            var isMark = character is (byte)'.' or (byte)'-';
            if (isMark ? before is (byte)'.' or (byte)'-' : !char.IsAsciiLetterOrDigit((char)character))
            {
                return false;
            }

            before = character;
        }

        return host.Length is > 0 and <= HostAtMost && char.IsAsciiLetter((char)host[0]) && before is not ((byte)'.' or (byte)'-');
    }
}
