using Akka.Actor;
using Webhook.Cluster.Gateway;
using Webhook.Messages;

namespace Webhook.Tests.Senders;

public sealed class AwaitingLookUpTests
{
    private readonly List<(string SubscriptionId, int Asking)> _lookUps = [];
    private readonly AwaitingLookUp _awaiting;

    public AwaitingLookUpTests() => _awaiting = new AwaitingLookUp((id, asking) => _lookUps.Add((id, asking)));

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public void Each_subscription_s_events_come_out_once_and_in_their_order(bool? exists)
    {
        Add("customer-1", "event-1");
        Add("customer-2", "event-1");
        Add("customer-1", "event-2");
        Assert.Equal([("customer-1", 1), ("customer-2", 1)], _lookUps);
        Assert.True(_awaiting.Has("customer-1"));
        Assert.Equal(["event-1", "event-2"], Answered("customer-1", 1, exists));
        Assert.False(_awaiting.Has("customer-1"));
        Assert.Empty(Answered("customer-1", 1, exists));
        Assert.True(_awaiting.Has("customer-2"));
        Assert.Equal(2, _lookUps.Count);
    }

    [Fact]
    public void A_no_is_for_those_that_asked_and_is_asked_for_anew_for_those_that_came_since()
    {
        Add("customer-1", "event-1");
        Add("customer-1", "event-2");
        Add("customer-1", "event-3");
        Assert.Equal(["event-1"], Answered("customer-1", 1, exists: false));
        Add("customer-1", "event-4");
        Assert.Equal(["event-2", "event-3"], Answered("customer-1", 2, exists: false));
        Assert.Equal(["event-4"], Answered("customer-1", 1, exists: false));
        Assert.False(_awaiting.Has("customer-1"));
        Assert.Equal([("customer-1", 1), ("customer-1", 2), ("customer-1", 1)], _lookUps);
    }

    [Fact]
    public void It_is_full_with_10_000_events_until_some_are_released()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Assert.False(_awaiting.IsFull);
            Add($"customer-{i % 10}", $"event-{i}");
        }

        Assert.True(_awaiting.IsFull);
        Answered("customer-3", 1, exists: true);
        Assert.False(_awaiting.IsFull);
    }

    [Fact]
    public void Only_the_first_2_000_hold_the_batch_that_they_came_in()
    {
        var batch = new byte[1_000];
        for (var i = 0; i < 2_001; i++)
        {
            _awaiting.Add(new RenderedEvent("customer-1", $"event-{i}", batch.AsMemory(0, 100)), ActorRefs.Nobody);
        }

        var answered = _awaiting.Answered("customer-1", 1, exists: true);
        batch[0] = 1;
        Assert.Equal((2_001, 1, 0), (answered.Count, answered[1_999].Event.Payload.Span[0], answered[2_000].Event.Payload.Span[0]));
    }

    private IEnumerable<string> Answered(string subscriptionId, int asked, bool? exists) =>
        _awaiting.Answered(subscriptionId, asked, exists).Select(e => e.Event.EventId);

    private void Add(string subscriptionId, string eventId) =>
        _awaiting.Add(new RenderedEvent(subscriptionId, eventId, ReadOnlyMemory<byte>.Empty), ActorRefs.Nobody);
}
