using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Webhook.Cluster.Gateway;
using Webhook.Messages;
using Webhook.Messages.Serialization;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Senders;

public sealed class ReceiptForwarderTests : IDisposable
{
    private readonly ActorSystem _here = Start();
    private readonly ActorSystem _elsewhere = Start();
    private readonly ConcurrentQueue<object> _arrived = new();
    private readonly Action<IActorRef, Receipt> _give;

    public ReceiptForwarderTests() => _give = ReceiptForwarder.Through(_here.ActorOf(Props.Create(() => new ReceiptForwarder())));

    public void Dispose()
    {
        _here.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task Receipts_for_a_collector_of_another_node_cross_over_in_batches_each_once_and_in_order()
    {
        var gateway = _elsewhere.ActorOf(Props.Create(() => new Gateway(_arrived)), LessonGateway.Name);
        var collector = await RefOfAsync(await gateway.Ask<IActorRef>("collector", TimeSpan.FromSeconds(10)));
        var receipts = Many();
        receipts.ForEach(r => _give(collector, r));
        await Eventually.TrueAsync(() => Arrived().Count == receipts.Count, "all receipts arrive");
        Assert.Equal(receipts, Arrived());
        Assert.InRange(_arrived.Count, 1, receipts.Count / 4);
    }

    [Fact]
    public async Task Whoever_else_sends_from_another_process_gets_each_by_itself()
    {
        var sender = await RefOfAsync(_elsewhere.ActorOf(Props.Create(() => new Receiver(_arrived))));
        var receipts = Many();
        receipts.ForEach(r => _give(sender, r));
        await Eventually.TrueAsync(() => Arrived().Count == receipts.Count, "all receipts arrive");
        Assert.Equal(receipts, _arrived);
    }

    [Fact]
    public async Task A_collector_of_this_node_gets_each_by_itself()
    {
        var gateway = _here.ActorOf(Props.Create(() => new Gateway(_arrived)), LessonGateway.Name);
        var collector = await gateway.Ask<IActorRef>("collector", TimeSpan.FromSeconds(10));
        _give(collector, new Accepted("customer-1", "event-1"));
        await Eventually.TrueAsync(() => !_arrived.IsEmpty, "the receipt arrives");
        Assert.Equal([new Accepted("customer-1", "event-1")], _arrived);
    }

    private static List<Receipt> Many() =>
        [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? (Receipt)new Accepted("customer-1", $"{i}") : new Accepted("customer-2", $"{i}"))];

    private static ActorSystem Start() => ActorSystem.Create("node", ConfigurationFactory
        .ParseString("""
            akka.actor.provider = remote
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            akka.stdout-loglevel = OFF
            akka.loglevel = OFF
            """)
        .WithFallback(MessagesSerializer.Config));

    private List<Receipt> Arrived() => [.. _arrived.SelectMany(m => m is ReceiptBatch batch ? batch.Receipts : [(Receipt)m])];

    /// <summary>What stands for an actor elsewhere here.</summary>
    private Task<IActorRef> RefOfAsync(IActorRef elsewhere)
    {
        var address = ((ExtendedActorSystem)_elsewhere).Provider.DefaultAddress;
        return _here.ActorSelection(elsewhere.Path.ToStringWithAddress(address)).ResolveOne(TimeSpan.FromSeconds(20));
    }

    private sealed class Gateway(ConcurrentQueue<object> arrived) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(Context.ActorOf(Props.Create(() => new Receiver(arrived))));
    }

    private sealed class Receiver(ConcurrentQueue<object> arrived) : UntypedActor
    {
        protected override void OnReceive(object message) => arrived.Enqueue(message);
    }
}
