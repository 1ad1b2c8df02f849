using System.Text;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rules 1 and 13: what is accepted, and what is not.</summary>
public class AcceptanceTests
{
    [Fact]
    public void Accepted_is_said_only_when_the_record_is_durable()
    {
        var lived = Lived.Active();
        lived.HoldsRecords = true;
        Assert.Null(lived.Accept("a"));
        Assert.Empty(lived.Open);
        lived.Confirm();
        Assert.Equal(new Accepted(Lived.Id, "a"), lived.Answers[^1]);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void The_same_event_twice_in_a_row_is_a_duplicate_and_its_receipt_waits_as_well()
    {
        var lived = Lived.Active();
        lived.HoldsRecords = true;
        Assert.Null(lived.Accept("a"));
        Assert.Null(lived.Accept("a"));
        Assert.Null(lived.Accept("a", "another payload"));
        lived.Confirm();
        Assert.Equal([typeof(Accepted), typeof(Duplicate), typeof(Rejected)], lived.Answers.TakeLast(3).Select(a => a.GetType()));
        Assert.Single(lived.Recorded<EventAccepted>());
    }

    [Fact]
    public void The_same_id_with_another_payload_is_a_conflict()
    {
        var lived = Lived.Active();
        lived.Accept("a", "one");
        AssertRejected(RejectReason.Conflict, lived.Accept("a", "two"));
        lived.Finish("a", End.Ok);
        AssertRejected(RejectReason.Conflict, lived.Accept("a", "two"));
        Assert.IsType<Duplicate>(lived.Accept("a", "one"));
    }

    [Fact]
    public void What_is_kept_of_a_payload_stays_the_same_in_all_versions_from_now_on() =>
        Assert.Equal(new PayloadHash(0xf3d6e72eb800dea9, 0x9613f8bbf13ce4e5), PayloadHash.Of("payload"u8));

    [Fact]
    public void What_earlier_versions_kept_of_a_payload_tells_it_from_another_as_well()
    {
        // The first 128 bits of SHA-256 of "payload".
        var kept = new RememberedId("a", new PayloadHash(0x239f59ed55e737c7, 0x7147cf55ad0c1b03), Lived.Epoch, PayloadAt: 2);
        var state = Lived.Active().Durable with { Remembered = RememberedIds.Restore([kept]) };
        Assert.IsType<Duplicate>(AnswerTo("payload"));
        AssertRejected(RejectReason.Conflict, AnswerTo("another"));

        Receipt AnswerTo(string payload)
        {
            var decision = Decisions.Decide(Lived.Standard, state, new AcceptEvent(Lived.Id, "a", Encoding.UTF8.GetBytes(payload)), Lived.Epoch);
            return (Receipt)Assert.IsType<Answer.Of>(decision.Answer).Message;
        }
    }

    [Fact]
    public void Ids_differ_by_case()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "A");
        Assert.Equal(2, lived.Recorded<EventAccepted>().Count);
    }

    [Fact]
    public void A_payload_of_64_KiB_is_taken_and_one_byte_more_is_not()
    {
        var lived = Lived.Active();
        Assert.IsType<Accepted>(lived.Accept("a", new byte[64 * 1024]));
        AssertRejected(RejectReason.TooLarge, lived.Accept("b", new byte[(64 * 1024) + 1]));
    }

    [Fact]
    public void A_rejected_event_leaves_no_trace()
    {
        var lived = Lived.Active(policy: Lived.Standard with { HeldEvents = 1 });
        lived.Accept("a");
        var before = (Dump.Of(lived.Durable), lived.Journal.Count);
        lived.Accept("a", "another payload");
        lived.Accept("b");
        lived.Accept("c", new byte[(64 * 1024) + 1]);
        Assert.Equal(before, (Dump.Of(lived.Durable), lived.Journal.Count));
    }

    [Fact]
    public void Ten_thousand_events_are_held_and_no_more_until_one_goes()
    {
        var lived = Lived.Active();
        lived.Pause();
        for (var i = 0; i < 10_000; i++)
        {
            lived.Accept($"e{i}");
        }

        AssertRejected(RejectReason.OutboxFull, lived.Accept("one-more"));
        Assert.IsType<Duplicate>(lived.Accept("e0"));
        lived.Drop("e5");
        Assert.IsType<Accepted>(lived.Accept("one-more"));
        AssertRejected(RejectReason.OutboxFull, lived.Accept("two-more"));
    }

    [Fact]
    public void Sixteen_MiB_are_held_and_no_more_and_parked_events_count()
    {
        var lived = Lived.Active(policy: Lived.Standard with { Retries = 0 });
        lived.Accept("e0", new byte[64 * 1024]);
        lived.Finish("e0", End.Refused);
        lived.Pause();
        for (var i = 1; i < 256; i++)
        {
            Assert.IsType<Accepted>(lived.Accept($"e{i}", new byte[64 * 1024]));
        }

        Assert.Equal(DeliveryPolicy.HeldBytes, lived.Durable.Held.Bytes);
        AssertRejected(RejectReason.OutboxFull, lived.Accept("one-more", new byte[1]));
        lived.Drop("e0");
        Assert.IsType<Accepted>(lived.Accept("one-more", new byte[64 * 1024]));
    }

    [Fact]
    public void Parked_events_count_against_the_number_held()
    {
        var lived = Lived.Active(policy: Lived.Standard with { Retries = 0, HeldEvents = 2 });
        lived.Endpoint = _ => End.Refused;
        lived.AcceptAll("a", "b");
        AssertRejected(RejectReason.OutboxFull, lived.Accept("c"));
    }

    private static void AssertRejected(RejectReason reason, Receipt? receipt) => Assert.Equal(reason, Assert.IsType<Rejected>(receipt).Reason);
}
