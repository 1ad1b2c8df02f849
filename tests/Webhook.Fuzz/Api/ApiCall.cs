using System.Text;
using Webhook.Fuzz.Surfaces;

namespace Webhook.Fuzz.Api;

/// <summary>A call written as HTTP is: a line with method and path, lines with headers, an empty line, the body.</summary>
internal static class ApiCall
{
    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH"];

    /// <summary>The request, as near to what is written as a client can send it.</summary>
    public static HttpRequestMessage Of(byte[] written, Uri server)
    {
        var (first, rest) = Parts.Line(written);
        var words = first.Split(' ', 2);
        var method = Methods.Contains(words[0], StringComparer.Ordinal) ? words[0] : "GET";
        var request = new HttpRequestMessage(new HttpMethod(method), UrlOf(server, words.Length < 2 ? "" : words[1]));
        var headers = new List<(string Name, string Value)>();
        string line;
        while (rest.Length > 0)
        {
            (line, rest) = Parts.Line(rest);
            if (line.Length == 0)
            {
                break;
            }

            var at = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(at < 0 ? (line, "") : (line[..at], line[(at + 1)..].TrimStart(' ')));
        }

        request.Content = method is "GET" or "HEAD" ? null : new ByteArrayContent(rest);
        foreach (var (name, value) in headers)
        {
            Add(request, name, value);
        }

        return request;
    }

    /// <summary>The path stays as it is; only what no client can put into the first line is escaped.</summary>
    private static Uri UrlOf(Uri server, string path)
    {
        var text = new StringBuilder(path.StartsWith('/') ? "" : "/");
        foreach (var c in path)
        {
            _ = c is > ' ' and < '\x7f' and not '#' ? text.Append(c) : text.Append(Uri.HexEscape(c));
        }

        return new Uri(server.GetLeftPart(UriPartial.Authority) + text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        // What says where the body ends, and when the connection does, is the client's own.
        if (name.Length == 0 || IsOfTheConnection(name) || value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            return;
        }

        try
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
        catch (FormatException)
        {
            // No client sends such a name.
        }
    }

    private static bool IsOfTheConnection(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Connection", StringComparison.OrdinalIgnoreCase) || name.Equals("Expect", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase) || name.Equals("Host", StringComparison.OrdinalIgnoreCase);
}
