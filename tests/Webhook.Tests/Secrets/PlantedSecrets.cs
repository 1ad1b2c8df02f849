using System.Text;

namespace Webhook.Tests.Secrets;

/// <summary>Secrets that share a mark, so that one search finds any of them in any form that a search of raw bytes could meet.</summary>
internal static class PlantedSecrets
{
    private const string Mark = "PlantedMark";

    private static readonly byte[][] Forms = [.. FormsOf(Mark)];

    /// <summary>The <paramref name="number"/>-th value of an <c>Authorization</c> header.</summary>
    public static string Authorization(int number) => number % 3 == 0
        ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Mark}-user-{number}:{Mark}-word-{number}"))}"
        : $"Bearer {Mark}-{number}";

    /// <summary>The <paramref name="number"/>-th signing secret.</summary>
    public static string SigningSecret(int number) => $"whsec_{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Mark}-signing-key-{number:0000000000}"))}";

    /// <summary>A key of the HTTP interface.</summary>
    public static string ApiKey(string name) => $"{Mark}-{name}-0123456789abcdef0123456789abcdef";

    /// <summary>The first form found in <paramref name="bytes"/>, with what stands around it; null when there is none.</summary>
    public static string? FindIn(ReadOnlySpan<byte> bytes)
    {
        foreach (var form in Forms)
        {
            if (bytes.IndexOf(form) is var at and >= 0)
            {
                return Encoding.Latin1.GetString(bytes[Math.Max(0, at - 100)..Math.Min(bytes.Length, at + form.Length + 100)]);
            }
        }

        return null;
    }

    public static string? FindIn(string text) => FindIn(Encoding.UTF8.GetBytes(text));

    /// <summary>The text, its base64 at each of the three places where it can begin, its hexadecimal, and all of that as UTF-16.</summary>
    private static IEnumerable<byte[]> FormsOf(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        string[] texts =
        [
            text, Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes),
            .. Enumerable.Range(0, 3).Select(shift => Convert.ToBase64String([.. new byte[shift], .. bytes])[(shift == 0 ? 0 : 4)..^4]),
        ];
        return texts.SelectMany(t => new[] { Encoding.UTF8.GetBytes(t), Encoding.Unicode.GetBytes(t) });
    }
}
