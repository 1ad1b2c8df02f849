using System.Text;

namespace Webhook.Cluster.Delivery;

/// <summary>What people see of a response's body.</summary>
internal static class Excerpt
{
    private const int Bytes = 256;
    private const string Struck = "[secret]";

    /// <summary>The begin of <paramref name="body"/> as text without control characters and without the request's secrets.</summary>
    public static string Of(ReadOnlySpan<byte> body, PostRequest request)
    {
        if (body.IsEmpty)
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(body);
        var secrets = SecretsOf(request).ToList();
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, Struck, StringComparison.Ordinal);
            text = StrikeCutEnd(text, secret);
        }

        text = new SecretTraces(secrets).Strike(text, Struck);
        return Cut(new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray()));
    }

    /// <summary>Longest first, so that a part is not struck out of the whole.</summary>
    private static IEnumerable<string> SecretsOf(PostRequest request)
    {
        var secrets = request.SigningSecrets.Select(s => s.Value).ToList();
        if (request.Authorization?.Value is { } value)
        {
            secrets.Add(value);
            secrets.Add(value.Trim());
            var scheme = value.TrimStart().IndexOf(' ', StringComparison.Ordinal);
            if (scheme > 0)
            {
                secrets.Add(value.Trim()[scheme..].Trim());
            }

            secrets.AddRange(PasswordsOf(value));
        }

        return secrets.Where(s => s.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(s => s.Length);
    }

    /// <summary>What Basic credentials hold: the pair and the password, which an endpoint may show decoded.</summary>
    private static string[] PasswordsOf(string value)
    {
        var coded = value.Trim().Split(' ')[^1];
        var bytes = new byte[coded.Length];
        if (!value.TrimStart().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(coded, bytes, out var length))
        {
            return [];
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return [pair, pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..]];
    }

    /// <summary>The body was read up to a cap, which may have cut a secret in two.</summary>
    private static string StrikeCutEnd(string text, string secret)
    {
        const int telling = 4;
        for (var length = Math.Min(secret.Length - 1, text.Length); length >= telling; length--)
        {
            if (text.EndsWith(secret[..length], StringComparison.Ordinal))
            {
                return string.Concat(text.AsSpan(0, text.Length - length), Struck);
            }
        }

        return text;
    }

    private static string Cut(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > Bytes)
        {
            var longest = Math.Min(text.Length - 1, Bytes);
            text = text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
        }

        return text;
    }
}
