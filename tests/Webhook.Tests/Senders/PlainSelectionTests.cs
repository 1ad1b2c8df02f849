using Akka.Actor;
using Akka.Configuration;
using Webhook.Messages;
using Webhook.Messages.Serialization;
using Webhook.Tests.Api;

namespace Webhook.Tests.Senders;

public sealed class PlainSelectionTests
{
    [Fact]
    public async Task A_service_with_a_plain_ActorSelection_gets_a_receipt_for_each_event_and_the_endpoint_its_POST()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        await using var node = await ApiNode.StartAsync();
        await node.CreateAsync("plain-1", endpoint.Url);
        using var service = ActorSystem.Create("service", ConfigurationFactory
            .ParseString("""
                akka.actor.provider = remote
                akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
                akka.stdout-loglevel = OFF
                akka.loglevel = OFF
                """)
            .WithFallback(MessagesSerializer.Config));
        var gateway = service.ActorSelection($"{node.Address}/user/lesson-events");

        Assert.Equal(new Accepted("plain-1", "event-1"), await AskAsync(gateway, "plain-1"));
        Assert.Equal(new Duplicate("plain-1", "event-1"), await AskAsync(gateway, "plain-1"));
        var rejected = Assert.IsType<Rejected>(await AskAsync(gateway, "nobody"));
        Assert.Equal(RejectReason.NoSubscription, rejected.Reason);
        await endpoint.CountAsync(1);
        Assert.Equal("event-1", Assert.Single(endpoint.All).WebhookId);
        await service.Terminate();
    }

    private static Task<Receipt> AskAsync(ActorSelection gateway, string subscription) =>
        gateway.Ask<Receipt>(Lessons.Sample(subscription, "event-1"), TimeSpan.FromSeconds(20));
}
