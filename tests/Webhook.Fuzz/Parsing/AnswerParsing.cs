using System.Net;
using System.Text;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Fuzz.Surfaces;

namespace Webhook.Fuzz.Parsing;

/// <summary>What an endpoint answers.</summary>
internal static class AnswerParsing
{
    private const int Telling = 8;
    private const string Struck = "[secret]";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static void RetryAfterHeader(string text)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation("Retry-After", text);
        Surface.Promise(RetryAfter.Of(response, Now) is not { } wait || wait >= TimeSpan.Zero, "A wait that is asked for is not negative.");
    }

    /// <summary>A line with the header value, then the body.</summary>
    public static void ExcerptOfBody(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var (secret, body) = end < 0 ? (text, text) : (text[..end], text[(end + 1)..]);
        var request = new PostRequest(new Uri("https://example.com/hook"), new Secret(secret), "event-1", default, [], IsTest: false);
        var excerpt = Excerpt.Of(Encoding.UTF8.GetBytes(body), request);
        Surface.Promise(Encoding.UTF8.GetByteCount(excerpt) <= 256 && !excerpt.Any(char.IsControl), "An excerpt is short and one line.");
        Surface.Promise(!Shows(excerpt, LettersOf(secret)), "An excerpt shows no eight letters or digits of a secret in a row.");
    }

    private static bool Shows(string excerpt, string secret)
    {
        // A mark that the end of the excerpt cut is no text of the endpoint's.
        var pieces = excerpt.Split(Struck);
        var shown = pieces.Select(LettersOf).ToList();
        return Enumerable.Range(0, Math.Max(0, secret.Length - Telling + 1)).Any(at => shown.Exists(p => p.Contains(secret.Substring(at, Telling), StringComparison.Ordinal)));
    }

    private static string LettersOf(string text) => new(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
}
