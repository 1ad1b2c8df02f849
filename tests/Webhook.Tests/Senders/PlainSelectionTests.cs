using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Webhook.Messages;
using Webhook.Messages.Serialization;
using Webhook.Tests.Api;
using Webhook.Tests.Hosting;

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

    [Fact]
    public async Task A_batch_gets_a_receipt_for_each_of_its_events_whatever_becomes_of_them()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        await using var node = await ApiNode.StartAsync();
        await node.CreateAsync("plain-1", endpoint.Url);
        var receipts = new ConcurrentQueue<Receipt>();
        var sender = node.System.ActorOf(Props.Create(() => new Sender(receipts)));
        var (first, second) = (Rendered("plain-1", "event-1"), Rendered("plain-1", "event-2"));
        var broken = new RenderedEvent("plain-1", "event-3", "{}"u8.ToArray());
        node.System.ActorSelection("/user/lesson-events").Tell(new EventBatch([first, broken, Rendered("nobody", "event-4"), second, first]), sender);
        await Eventually.TrueAsync(() => receipts.Count == 5, "each of five events has its receipt");
        Assert.Equal(
            ["event-1 Accepted", "event-1 Duplicate", "event-2 Accepted", "event-3 Invalid", "event-4 NoSubscription"],
            receipts.Select(r => $"{r.EventId} {(r as Rejected)?.Reason.ToString() ?? r.GetType().Name}").Order(StringComparer.Ordinal));
        await endpoint.CountAsync(2);
        Assert.Equal(["event-1", "event-2"], endpoint.All.Select(r => r.WebhookId));
    }

    private static RenderedEvent Rendered(string subscription, string id) => LessonPayload.ToRendered(Lessons.Sample(subscription, id));

    private static Task<Receipt> AskAsync(ActorSelection gateway, string subscription) =>
        gateway.Ask<Receipt>(Lessons.Sample(subscription, "event-1"), TimeSpan.FromSeconds(20));

    private sealed class Sender(ConcurrentQueue<Receipt> receipts) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            foreach (var receipt in message is ReceiptBatch batch ? batch.Receipts : [(Receipt)message])
            {
                receipts.Enqueue(receipt);
            }
        }
    }
}
