using System.Text;

namespace Webhook.Cluster.Delivery;

/// <summary>
/// Finds what an endpoint shows of the secrets it was sent, in whole or in parts: as they are, in base64 or hexadecimal, in
/// either case, and with anything but letters and digits put between.
/// </summary>
internal sealed class SecretTraces
{
    /// <summary>So many letters and digits in a row betray a secret; fewer are found in any text.</summary>
    private const int Telling = 8;

    private readonly HashSet<string> _traces = new(StringComparer.Ordinal);

    /// <summary>The traces that <paramref name="secrets"/> may leave.</summary>
    public SecretTraces(IEnumerable<string> secrets)
    {
        foreach (var form in secrets.SelectMany(FormsOf))
        {
            var text = new string(form.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
            for (var at = 0; at + Telling <= text.Length; at++)
            {
                _traces.Add(text.Substring(at, Telling));
            }
        }
    }

    /// <summary><paramref name="text"/> with <paramref name="struck"/> in the place of each trace.</summary>
    public string Strike(string text, string struck)
    {
        var places = Enumerable.Range(0, text.Length).Where(i => char.IsLetterOrDigit(text[i])).ToArray();
        var letters = string.Concat(places.Select(i => char.ToLowerInvariant(text[i])));
        var result = new StringBuilder(text.Length);
        var copied = 0;
        for (var at = 0; at + Telling <= letters.Length;)
        {
            if (!_traces.Contains(letters.Substring(at, Telling)))
            {
                at++;
                continue;
            }

            var end = at + Telling;
            while (end < letters.Length && _traces.Contains(letters.Substring(end - Telling + 1, Telling)))
            {
                end++;
            }

            result.Append(text, copied, places[at] - copied).Append(struck);
            copied = places[end - 1] + 1;
            at = end;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    private static IEnumerable<string> FormsOf(string secret)
    {
        yield return secret;
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return Convert.ToHexString(bytes);
        yield return Uri.EscapeDataString(secret);
        for (var shift = 0; shift < 3; shift++)
        {
            // In the middle of other data the same bytes have three forms, by where they begin; the edges mix with the neighbours.
            var shifted = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            yield return shift == 0 ? shifted : shifted[Math.Min(4, shifted.Length)..];
        }
    }
}
