using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using Webhook.Messages;

namespace Webhook.Tests.Senders;

/// <summary>When the cluster client, which only asks the nodes that it has learnt of, begins anew with the contact points.</summary>
public sealed class EventCourierTests : TestKit
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TestProbe _clients;
    private readonly IActorRef _courier;
    private TimeSpan _silence;
    private IReadOnlyList<ActorPath> _beganWith = [];

    public EventCourierTests()
    {
        _clients = CreateTestProbe();
        Func<IEnumerable<ActorPath>, Props> clientOf = learnt =>
        {
            _beganWith = [.. learnt];
            return Props.Create(() => new Client(_clients));
        };
        _courier = Sys.ActorOf(Props.Create(() => new EventCourier(clientOf, TestActor, () => _silence, _clock)));
        _clients.ExpectMsg<SubscribeContactPoints>();
    }

    [Fact]
    public void Where_no_receipt_comes_for_long_a_repeated_event_goes_by_another_client_and_the_silent_one_ends()
    {
        var first = Repeat();
        Watch(first);
        Pass(EventCourier.Patience);
        var second = Repeat();
        Assert.NotEqual(first, second);
        ExpectTerminated(first);
        // It gets as long, too.
        Pass(EventCourier.Patience - TimeSpan.FromSeconds(1));
        Assert.Equal(second, Repeat());
        Pass(TimeSpan.FromSeconds(1));
        Assert.NotEqual(second, Repeat());
    }

    [Fact]
    public void Another_client_begins_with_what_the_one_before_had_learnt_too()
    {
        var (first, second) = (Node(1), Node(2));
        _courier.Tell(new ContactPoints([first]));
        _courier.Tell(new ContactPointAdded(second));
        _courier.Tell(new ContactPointRemoved(first));
        Repeat();
        Pass(EventCourier.Patience);
        Repeat();
        Assert.Equal([second], _beganWith);

        static ActorPath Node(int number) => ActorPath.Parse($"akka.tcp://webhook@10.0.0.{number}:4053/system/receptionist");
    }

    [Fact]
    public void Where_receipts_come_the_client_stays_though_some_events_are_repeated()
    {
        var first = Repeat();
        _clock.Advance(10 * EventCourier.Patience);
        _silence = TimeSpan.FromSeconds(1);
        Assert.Equal(first, Repeat());
    }

    [Fact]
    public void A_new_event_alone_does_not_begin_another()
    {
        var first = Repeat();
        Pass(10 * EventCourier.Patience);
        _courier.Tell(new RenderedEvent("customer-1", "event-2", "{}"u8.ToArray()));
        _clients.ExpectMsg<ClusterClient.Send>();
        Assert.Equal(first, _clients.Sender);
    }

    private void Pass(TimeSpan time)
    {
        _clock.Advance(time);
        _silence += time;
    }

    /// <summary>Has an event sent again; gives the client that it went by.</summary>
    private IActorRef Repeat()
    {
        _courier.Tell(new EventCourier.Alone(new RenderedEvent("customer-1", "event-1", "{}"u8.ToArray())));
        _clients.FishForMessage<ClusterClient.Send>(_ => true);
        return _clients.Sender;
    }

    /// <summary>Shows what it gets as its own.</summary>
    private sealed class Client(IActorRef shownTo) : UntypedActor
    {
        protected override void OnReceive(object message) => shownTo.Tell(message, Self);
    }
}
