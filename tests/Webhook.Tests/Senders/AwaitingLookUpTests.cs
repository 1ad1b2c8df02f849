using Akka.Actor;
using Webhook.Cluster.Gateway;
using Webhook.Messages;

namespace Webhook.Tests.Senders;

public sealed class AwaitingLookUpTests
{
    private readonly AwaitingLookUp _awaiting = new();

    [Fact]
    public void Each_subscription_s_events_come_out_once_and_in_their_order()
    {
        Add("customer-1", "event-1");
        Add("customer-2", "event-1");
        Add("customer-1", "event-2");
        Assert.True(_awaiting.Has("customer-1"));
        Assert.Equal(["event-1", "event-2"], _awaiting.Release("customer-1").Select(e => e.Event.EventId));
        Assert.False(_awaiting.Has("customer-1"));
        Assert.Empty(_awaiting.Release("customer-1"));
        Assert.True(_awaiting.Has("customer-2"));
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
        _awaiting.Release("customer-3");
        Assert.False(_awaiting.IsFull);
    }

    private void Add(string subscriptionId, string eventId) =>
        _awaiting.Add(new RenderedEvent(subscriptionId, eventId, ReadOnlyMemory<byte>.Empty), ActorRefs.Nobody);
}
