using Webhook.Messages;

namespace Webhook.Cluster.Hosting.Options;

/// <summary>Section <c>Webhook:Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>Scheme, host and port to listen on; port 0 takes a free one.</summary>
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Scheme, host and port by which customers reach a node, for the links made for them; null for the address of the call.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>The parts of <paramref name="url"/>, or null when it is not a URL to listen on.</summary>
    internal static Uri? Parse(string url)
    {
        // Kestrel's "all addresses" are not valid in a URI.
        var text = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.Host.Length > 0
            && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
                ? uri
                : null;
    }

    /// <summary>Whether only this machine can reach <paramref name="uri"/>.</summary>
    internal static bool IsLoopback(Uri uri) => LoopbackHost.Is(uri.Host);
}
