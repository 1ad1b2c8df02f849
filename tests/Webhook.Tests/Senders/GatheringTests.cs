using Akka.TestKit.Xunit2;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Webhook.Messages;

namespace Webhook.Tests.Senders;

public sealed class GatheringTests : TestKit
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Every_item_is_sent_once_in_order_and_no_batch_is_over_its_limits() =>
        Gen.Int[1, 150].List[0, 60].Sample(sizes =>
        {
            var batches = new List<IReadOnlyList<int>>();
            var gathering = new Gathering<int>(8, 100, size => size, batches.Add, _clock);
            sizes.ForEach(size => gathering.Add(size, TestActor));
            gathering.Send();
            return batches.SelectMany(b => b).SequenceEqual(sizes)
                && batches.TrueForAll(b => b.Count is >= 1 and <= 8 && (b.Sum() <= 100 || b.Count == 1));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_left_when_a_batch_was_full_is_sent_as_well(bool isBusy)
    {
        var sent = 0;
        var gathering = new Gathering<int>(8, 100, _ => 1, batch => sent += batch.Count, _clock);
        if (isBusy)
        {
            Enumerable.Range(0, 8).ToList().ForEach(i => gathering.Add(i, TestActor));
            ExpectMsg<Flush>();
            gathering.Send();
            _clock.Advance(Gathering<int>.Window);
        }

        var before = sent;
        Enumerable.Range(0, 9).ToList().ForEach(i => gathering.Add(i, TestActor));
        Assert.Equal(before + 8, sent);
        _clock.Advance(Gathering<int>.Moment);
        // One for the batch that was full already, and one for what is left.
        ExpectMsg<Flush>();
        ExpectMsg<Flush>();
        gathering.Send();
        gathering.Send();
        Assert.Equal(before + 9, sent);
    }

    [Fact]
    public void What_comes_alone_goes_on_at_once()
    {
        var gathering = new Gathering<int>(8, 100, _ => 1, _ => { }, _clock);
        for (var i = 0; i < 20; i++)
        {
            gathering.Add(i, TestActor);
            ExpectMsg<Flush>();
            gathering.Send();
            _clock.Advance(Gathering<int>.Moment);
        }
    }

    [Fact]
    public void While_much_comes_a_batch_waits_a_moment_for_more_however_short_the_batches_were()
    {
        var batches = new List<IReadOnlyList<int>>();
        var gathering = new Gathering<int>(8, 100, _ => 1, batches.Add, _clock);
        var came = 0;
        for (; came < 16; came++)
        {
            gathering.Add(came, TestActor);
            ExpectMsg<Flush>();
            gathering.Send();
            _clock.Advance(Gathering<int>.Window / 16);
        }

        gathering.Add(came++, TestActor);
        gathering.Add(came++, TestActor);
        ExpectNoMsg(TimeSpan.Zero);
        _clock.Advance(Gathering<int>.Moment);
        ExpectMsg<Flush>();
        gathering.Send();
        Assert.Equal([16, 17], batches[^1]);

        // That much came once does not delay what comes alone later.
        _clock.Advance(TimeSpan.FromSeconds(1));
        gathering.Add(came, TestActor);
        ExpectMsg<Flush>();
    }
}
