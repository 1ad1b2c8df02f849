using System.Text;
using Webhook.Chaos.Endpoints;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Messages;

namespace Webhook.Tests.Chaos;

/// <summary>What the endpoints of a chaos run find wrong with a POST.</summary>
public sealed class GenuinenessTests
{
    private const string Id = "well-0";

    private static readonly byte[] Body = LessonPayload.Render(Genuineness.LessonOf(Id, "event-1", DateTimeOffset.UnixEpoch)).ToArray();

    [Fact]
    public void A_POST_as_the_product_makes_it_is_genuine()
    {
        var signature = WebhookSignature.Sign([new Secret(Genuineness.SecretOf(Id))], "event-1", 1_614_265_330, Body);
        Assert.Equal(signature, Genuineness.SignatureOf(Id, "event-1", "1614265330", Body));
        Assert.Null(Fault(Body));
    }

    [Fact]
    public void Whatever_was_changed_is_told()
    {
        Assert.Equal("another payload", Fault(LessonPayload.Render(Genuineness.LessonOf(Id, "event-2", DateTimeOffset.UnixEpoch)).ToArray()));
        Assert.Equal("another payload", Fault(LessonPayload.Render(Genuineness.LessonOf("well-1", "event-1", DateTimeOffset.UnixEpoch)).ToArray()));
        Assert.Equal("another payload", Fault([]));
        Assert.Equal("another payload", Fault(Body[..^1]));
        Assert.Equal("another Authorization", Fault(Body, authorization: ""));
        Assert.Equal("another signature", Fault([.. Body, (byte)' ']));
        Assert.Equal("another signature", Fault(Body, timestamp: "1614265331"));
    }

    private static string? Fault(byte[] body, string? authorization = null, string timestamp = "1614265330") => Genuineness.FaultOf(
        Id,
        name => name switch
        {
            "webhook-id" => "event-1",
            "webhook-timestamp" => timestamp,
            "webhook-signature" => Genuineness.SignatureOf(Id, "event-1", "1614265330", Body),
            "Authorization" => authorization ?? Genuineness.AuthorizationOf(Id),
            _ => Encoding.UTF8.GetString([]),
        },
        body);
}
