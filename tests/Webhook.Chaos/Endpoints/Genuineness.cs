using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Webhook.Messages;

namespace Webhook.Chaos.Endpoints;

/// <summary>Whether a POST is what was handed over and agreed on: the event's own payload, the header value, the signature; pure, and none of the product's code but the contracts.</summary>
internal static class Genuineness
{
    /// <summary>The header value of a subscription.</summary>
    public static string AuthorizationOf(string subscription) => $"Bearer key of {subscription}";

    /// <summary>The signing secret of a subscription.</summary>
    public static string SecretOf(string subscription) => $"whsec_{Convert.ToBase64String(KeyOf(subscription))}";

    /// <summary>An event whose payload names it.</summary>
    public static LessonCompleted LessonOf(string subscription, string eventId, DateTimeOffset completedAt) =>
        new(subscription, eventId, new User("1", "Sample Sampleson", "sample@example.com"), new Lesson(eventId, subscription), completedAt);

    /// <summary>What is wrong with a POST, in a few words; null when nothing is.</summary>
    /// <param name="subscription">Whose endpoint it reached.</param>
    /// <param name="header">Gives a header's value, empty where there is none.</param>
    /// <param name="body">The whole body.</param>
    public static string? FaultOf(string subscription, Func<string, string> header, byte[] body)
    {
        var eventId = header("webhook-id");
        return header("Authorization") != AuthorizationOf(subscription) ? "another Authorization"
            : !Payload(body, subscription, eventId) ? "another payload"
            : header("webhook-signature") != SignatureOf(subscription, eventId, header("webhook-timestamp"), body) ? "another signature"
            : null;
    }

    /// <summary>As Standard Webhooks 1.0 defines it.</summary>
    public static string SignatureOf(string subscription, string eventId, string timestamp, byte[] body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{eventId}.{timestamp}."));
        byte[] all = [.. signed, .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(subscription), all))}";
    }

    private static byte[] KeyOf(string subscription) => SHA256.HashData(Encoding.UTF8.GetBytes(subscription));

    private static bool Payload(byte[] body, string subscription, string eventId)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var lesson = document.RootElement.GetProperty("lesson");
            return lesson.GetProperty("id").GetString() == eventId && lesson.GetProperty("title").GetString() == subscription;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
