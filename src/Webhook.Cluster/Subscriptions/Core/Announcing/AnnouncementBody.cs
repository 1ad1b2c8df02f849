using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Messages;

namespace Webhook.Cluster.Subscriptions.Core.Announcing;

/// <summary>An announcement as its endpoint gets it, in the shape that Standard Webhooks recommends. At most about 2 KiB.</summary>
internal sealed record AnnouncementBody(string Type, DateTime Timestamp, AnnouncementData Data)
{
    private const int LongestReadableId = 90;
    private const int ReadablePart = 57;

    /// <summary>What a test POST to operators holds.</summary>
    public static readonly ReadOnlyMemory<byte> Sample = Render("sample", new Announcement(
        1, AnnouncementTypes.Suspended, new DateTimeOffset(2015, 4, 28, 14, 36, 24, TimeSpan.Zero), "example.com", 1, 0)
    {
        EventId = "sample",
        Status = 500,
        Reason = "The endpoint answered 500.",
        Attempts = 4,
    });

    /// <summary>The event that operators are sent; whenever it is made, it is the same.</summary>
    public static AcceptEvent EventOf(string subscriptionId, Announcement announcement) =>
        new(Ids.Operations, IdOf(subscriptionId, announcement), Render(subscriptionId, announcement)) { HappenedAt = announcement.At };

    private static ReadOnlyMemory<byte> Render(string subscriptionId, Announcement a) => JsonSerializer.SerializeToUtf8Bytes(
        new AnnouncementBody(a.Type, a.At.UtcDateTime, new AnnouncementData(
            subscriptionId, a.Host, a.EventId, a.Status, a.Reason, a.Attempts, a.Outage?.Since.UtcDateTime, a.Outage?.Suspensions,
            a.Undelivered, a.Parked, a.Limit, a.Bytes, a.Bytes is null ? null : DeliveryPolicy.HeldBytes, Next(a.Type))),
        AnnouncementJson.Default.AnnouncementBody);

    private static string? Next(string type) => type switch
    {
        AnnouncementTypes.Suspended => "Everything is kept and nothing is sent until there is new data, other settings, a resume or a replay.",
        AnnouncementTypes.Recovered => "The events held follow, oldest first.",
        AnnouncementTypes.NearlyFull => "At the limit new events are turned away as OutboxFull; deliver or drop some before.",
        AnnouncementTypes.Parked => "It is kept and not sent again by itself; replay or drop it.",
        _ => null,
    };

    /// <summary>Event ids may hold no dot and 128 characters: a longer subscription id is cut, and told from others by its hash.</summary>
    private static string IdOf(string subscriptionId, Announcement announcement)
    {
        var id = subscriptionId.Replace('.', ':');
        if (id.Length > LongestReadableId)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(subscriptionId)).AsSpan(0, 16);
            id = $"{id[..ReadablePart]}:{Convert.ToHexStringLower(hash)}";
        }

        var kind = announcement.Type[(announcement.Type.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return string.Create(CultureInfo.InvariantCulture, $"{id}:{announcement.Sequence}:{kind}");
    }
}

/// <summary>Fields that an announcement does not have are left out.</summary>
internal sealed record AnnouncementData(
    string Subscription,
    string Host,
    string? Event,
    int? Status,
    string? Reason,
    int? Attempts,
    DateTime? SuspendedSince,
    int? Suspensions,
    int Undelivered,
    int Parked,
    int? EventsLimit,
    long? Bytes,
    long? BytesLimit,
    string? Next);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnnouncementBody))]
internal sealed partial class AnnouncementJson : JsonSerializerContext;
