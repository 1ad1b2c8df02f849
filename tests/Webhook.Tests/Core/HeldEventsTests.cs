using CsCheck;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>What is held.</summary>
public class HeldEventsTests
{
    private static readonly Gen<(int[] Refused, int[] Delivered)> Lives = Gen.Select(Gen.Int[0, 29].Array[0, 10], Gen.Int[0, 35].Array[0, 20]);

    [Fact]
    public void Events_removed_together_leave_what_they_leave_one_by_one() => Lives.Sample((refused, delivered) =>
    {
        var held = Enumerable.Range(0, 30).Aggregate(HeldEvents.None, (held, i) => held.Queue(Event(i)));
        held = refused.Aggregate(held, (held, i) => held.Refuse($"e{i}", i % 2 == 0 ? null : new Wait(Lived.Epoch, Lived.Epoch.AddMinutes(5))));
        var together = held.RemoveAll([.. delivered.Select(Delivery)]);
        var oneByOne = delivered.Aggregate(held, (held, i) => held.Remove($"e{i}"));
        Assert.Equal(Facts(oneByOne), Facts(together));
        Assert.All(delivered, i => Assert.Null(together.Find($"e{i}")));
    });

    private static HeldEvent Event(int i) => new(i, i, $"e{i}", default, Lived.Epoch, new byte[i], 0, null);

    private static EventDelivered Delivery(int i) => new(new AttemptRecord($"e{i}", i, Lived.Epoch, 1, Outcome.Delivered, 200, null, "", false), true);

    private static object Facts(HeldEvents held) => (
        string.Join(' ', held.Outbox.Values.Select(e => e.EventId)),
        string.Join(' ', held.Parked.Values.Select(e => e.EventId)),
        string.Join(' ', held.Places.OrderBy(p => p.Value).Select(p => p.Key)),
        string.Join(' ', held.Aside),
        held.Bytes);
}
