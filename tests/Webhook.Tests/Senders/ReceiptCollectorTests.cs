using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Webhook.Cluster.Gateway;
using Webhook.Messages;

namespace Webhook.Tests.Senders;

public sealed class ReceiptCollectorTests : TestKit
{
    private const int AtMost = 3;

    private readonly TestProbe _sender;
    private readonly IActorRef _gateway;

    public ReceiptCollectorTests()
    {
        _sender = CreateTestProbe();
        _gateway = Sys.ActorOf(Props.Create(() => new Gateway()));
    }

    [Fact]
    public void Every_receipt_goes_on_once_in_its_order_and_no_message_is_too_large()
    {
        var collector = CollectorOf(_sender);
        var receipts = Enumerable.Range(0, 1_000).Select(i => new Accepted("customer-1", $"{i}")).ToList();
        receipts.ForEach(r => collector.Tell(r));
        var arrived = new List<Receipt>();
        while (arrived.Count < receipts.Count)
        {
            var message = _sender.ReceiveOne(TimeSpan.FromSeconds(10));
            var batch = message is ReceiptBatch several ? several.Receipts : [Assert.IsType<Accepted>(message)];
            Assert.InRange(batch.Count, 1, 128);
            arrived.AddRange(batch);
        }

        Assert.Equal(receipts, arrived);
    }

    [Fact]
    public void One_sender_has_one_collector_until_it_is_not_asked_for_any_more()
    {
        var collector = CollectorOf(_sender);
        Assert.Equal(collector, CollectorOf(_sender));
        Watch(collector);
        _gateway.Tell("end unused");
        Assert.Equal(collector, CollectorOf(_sender));
        _gateway.Tell("end unused");
        collector.Tell(new Accepted("customer-1", "late"));
        _sender.ExpectMsg<Accepted>();
        _gateway.Tell("end unused");
        ExpectTerminated(collector);
        Assert.NotEqual(collector, CollectorOf(_sender));
    }

    [Fact]
    public void Senders_beyond_the_limit_get_their_receipts_one_by_one()
    {
        for (var i = 0; i < AtMost; i++)
        {
            Assert.NotEqual(TestActor, CollectorOf(CreateTestProbe()));
        }

        Assert.Equal(_sender.Ref, CollectorOf(_sender));
    }

    [Fact]
    public void What_the_gateway_turns_away_reaches_each_receiver_once_and_one_that_is_no_collector_one_by_one()
    {
        var collector = CollectorOf(_sender);
        var plain = CreateTestProbe();
        for (var turn = 0; turn < 2; turn++)
        {
            _gateway.Tell(new TurnAway([collector, plain, collector, plain, collector]));
            Assert.Equal(["0", "2", "4"], _sender.ExpectMsg<ReceiptBatch>().Receipts.Select(r => r.EventId));
            Assert.Equal(["1", "3"], [plain.ExpectMsg<Rejected>().EventId, plain.ExpectMsg<Rejected>().EventId]);
        }

        _sender.ExpectNoMsg(TimeSpan.Zero);
        plain.ExpectNoMsg(TimeSpan.Zero);
    }

    private IActorRef CollectorOf(TestProbe sender)
    {
        _gateway.Tell(sender.Ref, TestActor);
        return ExpectMsg<IActorRef>();
    }

    private sealed record TurnAway(IReadOnlyList<IActorRef> Receivers);

    private sealed class Gateway : UntypedActor
    {
        private readonly ReceiptCollectors _collectors = new(Context, AtMost);
        private readonly TurnedAway _turnedAway;

        public Gateway() => _turnedAway = new TurnedAway(_collectors);

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case IActorRef sender:
                    Sender.Tell(_collectors.Of(sender));
                    break;
                case TurnAway turn:
                    for (var i = 0; i < turn.Receivers.Count; i++)
                    {
                        _turnedAway.Add(new Rejected("nobody", $"{i}", RejectReason.NoSubscription, null, "no"), turn.Receivers[i]);
                    }

                    _turnedAway.Tell();
                    break;
                default:
                    _collectors.EndUnused();
                    break;
            }
        }
    }
}
