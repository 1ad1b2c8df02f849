using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Harness.Nodes;
using Webhook.Messages;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Crash;

[Collection(nameof(Crashes))]
public sealed class FaultPointTests
{
    private const string Id = "customer-1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(FaultPoint.BeforeReceipt, 3)]
    [InlineData(FaultPoint.BeforeDeliveryRecord, 3)]
    [InlineData(FaultPoint.BeforeDelete, 1)]
    public async Task Nothing_accepted_is_lost_when_the_node_dies_at_this_point(string point, int pass)
    {
        const int events = 300;
        await using var endpoint = await CountingEndpoint.StartAsync();
        using var node = new NodeProcess("--Webhook:Delivery:Interval=00:00:01");
        await node.StartAsync($"{point}:{pass}");
        await node.CreateSubscriptionAsync(Id, endpoint.UrlOf(Id));
        await using var sender = Connect(node);
        var sending = Task.WhenAll(Enumerable.Range(0, events).Select(i => sender.SendAsync(Lessons.Sample(Id, $"event-{i}"))));
        await node.ExitedAsync();
        await node.StartAsync();
        var receipts = await sending.WaitAsync(Patience);
        Assert.All(receipts, r => Assert.True(r is Accepted or Duplicate, r.ToString()));
        await ArrivedAsync(endpoint, node, events);
    }

    [Fact]
    public async Task Nothing_accepted_is_lost_when_the_node_dies_between_Passivate_and_the_stop_message()
    {
        await using var endpoint = await CountingEndpoint.StartAsync();
        using var node = new NodeProcess("--Webhook:Cluster:PassivateAfter=00:00:03");
        await node.StartAsync($"{FaultPoint.BeforePassivationStop}:1");
        await node.CreateSubscriptionAsync(Id, endpoint.UrlOf(Id));
        // Long enough that a slow receipt is not overtaken by a repetition, which would turn Accepted into Duplicate.
        await using var sender = Connect(node, firstWait: TimeSpan.FromSeconds(10));
        // A sender that was slow to connect finds the node dead already, so its end is not waited for before the node's.
        var first = sender.SendAsync(Lessons.Sample(Id, "event-0"));
        await node.ExitedAsync();
        await node.StartAsync();
        Assert.IsType<Accepted>(await first.WaitAsync(Patience));
        Assert.IsType<Duplicate>(await sender.SendAsync(Lessons.Sample(Id, "event-0")).WaitAsync(Patience));
        Assert.IsType<Accepted>(await sender.SendAsync(Lessons.Sample(Id, "event-1")).WaitAsync(Patience));
        await ArrivedAsync(endpoint, node, 2);
    }

    [Fact]
    public async Task Events_sent_while_the_subscription_falls_asleep_again_and_again_all_arrive()
    {
        const int events = 150;
        await using var endpoint = await CountingEndpoint.StartAsync();
        using var node = new NodeProcess("--Webhook:Cluster:PassivateAfter=00:00:00.020");
        await node.StartAsync();
        await node.CreateSubscriptionAsync(Id, endpoint.UrlOf(Id));
        await using var sender = Connect(node);
        var random = new Random(1);
        for (var i = 0; i < events; i++)
        {
            var receipt = await sender.SendAsync(Lessons.Sample(Id, $"event-{i}")).WaitAsync(Patience);
            // A receipt that took longer than the sender waits is followed by that of its repetition.
            Assert.True(receipt is Accepted or Duplicate, receipt.ToString());
            // Hits all moments around the one at which the actor asks to be passivated.
            await Task.Delay(random.Next(15, 30));
        }

        await ArrivedAsync(endpoint, node, events);
        Assert.Equal(Enumerable.Range(0, events).Select(i => $"event-{i}"), endpoint.OrderOf(Id));
        Assert.Equal(0, endpoint.Duplicates);
    }

    [Fact]
    public async Task Nothing_accepted_is_lost_when_the_node_dies_while_it_recovers()
    {
        const int events = 50;
        await using var endpoint = await CountingEndpoint.StartAsync();
        using var node = new NodeProcess();
        await node.StartAsync();
        await node.CreateSubscriptionAsync(Id, endpoint.UrlOf(Id));
        (await node.Api.PostAsync(new Uri($"/v1/subscriptions/{Id}/pause", UriKind.Relative), null)).EnsureSuccessStatusCode().Dispose();
        await using var sender = Connect(node);
        for (var i = 0; i < events; i++)
        {
            // One by one: what comes in together shares a record, and the recovery is to end between two of many.
            await sender.SendAsync(Lessons.Sample(Id, $"event-{i}")).WaitAsync(Patience);
        }

        node.Kill();
        await node.ExitedAsync();
        await node.StartAsync($"{FaultPoint.DuringRecovery}:20", untilReady: false);
        await node.ExitedAsync();
        await node.StartAsync();
        (await node.Api.PostAsync(new Uri($"/v1/subscriptions/{Id}/resume", UriKind.Relative), null)).EnsureSuccessStatusCode().Dispose();
        await ArrivedAsync(endpoint, node, events);
        Assert.Equal(0, endpoint.Duplicates);
    }

    private static LessonEventSender Connect(NodeProcess node, TimeSpan? firstWait = null) => LessonEventSender.Connect(new LessonEventSenderOptions
    {
        ContactPoints = [node.ContactPoint],
        FirstWait = firstWait ?? TimeSpan.FromSeconds(1),
        LongestWait = firstWait ?? TimeSpan.FromSeconds(2),
    });

    private static Task ArrivedAsync(CountingEndpoint endpoint, NodeProcess node, int events) => Eventually.TrueAsync(
        () => endpoint.Distinct == events, $"{events} events arrived; the node printed:\n{node.Output}", seconds: 60);
}
