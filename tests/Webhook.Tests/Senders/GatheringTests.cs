using Akka.TestKit.Xunit2;
using CsCheck;
using Webhook.Messages;

namespace Webhook.Tests.Senders;

public sealed class GatheringTests : TestKit
{
    [Fact]
    public void Every_item_is_sent_once_in_order_and_no_batch_is_over_its_limits() =>
        Gen.Int[1, 150].List[0, 60].Sample(sizes =>
        {
            var batches = new List<IReadOnlyList<int>>();
            var gathering = new Gathering<int>(8, 100, size => size, batches.Add);
            sizes.ForEach(size => gathering.Add(size, TestActor));
            gathering.Send();
            return batches.SelectMany(b => b).SequenceEqual(sizes)
                && batches.TrueForAll(b => b.Count is >= 1 and <= 8 && (b.Sum() <= 100 || b.Count == 1));
        });

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Whatever_was_sent_before_the_actor_is_told_in_the_end(int before)
    {
        var sent = 0;
        var gathering = new Gathering<int>(8, 100, _ => 1, batch => sent += batch.Count);
        for (var i = 0; i < before; i++)
        {
            gathering.Add(i, TestActor);
        }

        ExpectMsg<Flush>();
        gathering.Send();
        gathering.Add(before, TestActor);
        ExpectMsg<Flush>();
        gathering.Send();
        Assert.Equal(before + 1, sent);
        gathering.Send();
        Assert.Equal(before + 1, sent);
    }
}
