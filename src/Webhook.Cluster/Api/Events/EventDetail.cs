using System.Text;
using System.Text.Json;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Api.Events;

/// <summary>One event with all that is known of it.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="State"><c>undelivered</c>, <c>parked</c> or <c>delivered</c>.</param>
/// <param name="AcceptedAt">UTC.</param>
/// <param name="DeliveredAt">UTC; null unless delivered.</param>
/// <param name="Refusals">How often it was refused since it was queued.</param>
/// <param name="NextDueAt">Until when it steps aside, UTC; null when it does not.</param>
/// <param name="Payload">The body that is POSTed.</param>
/// <param name="Attempts">Oldest first.</param>
/// <param name="Curl">A command that makes the same POST; the header value is left as a placeholder.</param>
internal sealed record EventDetail(
    string EventId,
    string State,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? DeliveredAt,
    int Refusals,
    DateTimeOffset? NextDueAt,
    JsonElement Payload,
    IReadOnlyList<AttemptRecord> Attempts,
    string Curl)
{
    /// <summary>The command for a POSIX shell.</summary>
    public static string CurlFor(string callbackUrl, bool authorizationSet, string eventId, ReadOnlySpan<byte> payload)
    {
        var authorization = authorizationSet ? " -H 'Authorization: <the subscription'\\''s value>'" : "";
        return $"curl -X POST {Quoted(callbackUrl)} -H 'Content-Type: application/json'{authorization} -H {Quoted($"webhook-id: {eventId}")}"
            + $" --data-binary {Quoted(Encoding.UTF8.GetString(payload))}";
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
