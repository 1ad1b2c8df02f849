using System.Globalization;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Webhook.Cluster.Gateway;
using Webhook.Messages;

namespace Webhook.Tests.Senders;

public sealed class RelayTests : TestKit
{
    private readonly TestProbe _gateway;
    private readonly TestProbe _several;
    private readonly TestProbe _single;
    private readonly Relay _relay;
    private int _count;

    public RelayTests()
    {
        (_gateway, _several, _single) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _relay = new Relay(receiver => ReferenceEquals(receiver, _several.Ref), events => _count += events);
    }

    [Fact]
    public void The_events_of_a_turn_go_to_each_node_as_one_message_in_their_order()
    {
        var other = CreateTestProbe();
        foreach (var i in Enumerable.Range(1, 6))
        {
            _relay.Add(Event(i), _several.Ref, i % 2 == 0 ? _gateway.Ref : other.Ref);
        }

        _relay.Tell();
        Assert.Equal([2, 4, 6], Numbers(_gateway, _several));
        Assert.Equal([1, 3, 5], Numbers(other, _several));
        Assert.Equal(6, _count);
        _relay.Tell();
        Assert.False(_gateway.HasMessages || other.HasMessages);
    }

    [Fact]
    public void Whoever_takes_no_batches_has_his_events_sent_by_themselves_behind_those_that_came_before()
    {
        _relay.Add(Event(1), _several.Ref, _gateway.Ref);
        _relay.Add(Event(2), _single.Ref, _gateway.Ref);
        _relay.Add(Event(3), _single.Ref, _gateway.Ref);
        _relay.Add(Event(4), _several.Ref, _gateway.Ref);
        Assert.Equal([1], Numbers(_gateway, _several));
        Assert.Equal([2], Numbers(_gateway, _single));
        Assert.Equal([3], Numbers(_gateway, _single));
        _relay.Tell();
        Assert.Equal([4], Numbers(_gateway, _several));
        Assert.Equal(4, _count);
    }

    [Fact]
    public void No_message_has_more_events_than_a_batch_may_have()
    {
        foreach (var i in Enumerable.Range(1, EventBatch.EventsAtMost + 1))
        {
            _relay.Add(Event(i), _several.Ref, _gateway.Ref);
        }

        _relay.Tell();
        Assert.Equal(Enumerable.Range(1, EventBatch.EventsAtMost), Numbers(_gateway, _several));
        Assert.Equal([EventBatch.EventsAtMost + 1], Numbers(_gateway, _several));
    }

    [Fact]
    public void No_message_is_larger_than_a_batch_may_be_unless_one_event_alone_is()
    {
        _relay.Add(Event(1, EventBatch.BytesAtMost / 2), _several.Ref, _gateway.Ref);
        _relay.Add(Event(2, EventBatch.BytesAtMost / 2), _several.Ref, _gateway.Ref);
        _relay.Add(Event(3, EventBatch.BytesAtMost), _several.Ref, _gateway.Ref);
        _relay.Tell();
        Assert.Equal([1], Numbers(_gateway, _several));
        Assert.Equal([2], Numbers(_gateway, _several));
        Assert.Equal([3], Numbers(_gateway, _several));
    }

    private static RenderedEvent Event(int number, int bytes = 2) => new("customer-1", $"{number}", new byte[bytes]);

    private static IEnumerable<int> Numbers(TestProbe gateway, TestProbe receiver)
    {
        var events = gateway.ExpectMsg<RelayedEvents>().Batch.Events;
        Assert.Equal(receiver.Ref, gateway.Sender);
        return events.Select(e => int.Parse(e.EventId, CultureInfo.InvariantCulture));
    }
}
