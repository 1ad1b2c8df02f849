using Webhook.Chaos.Faults;
using Webhook.Chaos.Report;

namespace Webhook.Tests.Chaos;

public sealed class ReconciliationTests
{
    private const string Well = "well-0";
    private const string Wide = "wide-0";
    private const string Refusing = "refusing-0";
    private const string Failing = "failing-0";

    [Fact]
    public void What_was_accepted_and_delivered_breaks_nothing()
    {
        var witness = new Witness().Receipt(Well, 0).Receipt(Well, 1, "Duplicate").Arrives(1, Well, 0).Arrives(2, Well, 1);
        Assert.Empty(witness.Broken());
        Assert.Equal((2, 2, 2), (witness.Findings.Sent, witness.Findings.Accepted, witness.Findings.Delivered));
    }

    [Fact]
    public void Accepted_and_neither_delivered_nor_held_is_lost()
    {
        var witness = new Witness().Receipt(Well, 0).Receipt(Well, 1).Arrives(1, Well, 0).Arrives(2, Well, 1, status: 500);
        Assert.Equal([new EventKey(Well, "event-1")], witness.Findings.Lost);
        Assert.Contains(witness.Broken(), b => b.Contains("lost: well-0/event-1", StringComparison.Ordinal));
    }

    [Fact]
    public void Still_undelivered_is_stranded_and_not_lost()
    {
        var witness = new Witness().Receipt(Well, 0).Holds(Well, 0, parked: false);
        Assert.Empty(witness.Findings.Lost);
        Assert.Equal([new EventKey(Well, "event-0")], witness.Findings.Stranded);
        Assert.Contains(witness.Broken(), b => b.Contains("stranded: well-0/event-0", StringComparison.Ordinal));
    }

    [Fact]
    public void Parked_is_well_where_the_endpoint_refused_and_lost_where_it_did_not()
    {
        Assert.Empty(Refused(times: 4).Broken());
        Assert.Single(Refused(times: 3).Findings.Lost);
        Assert.Single(new Witness().Receipt(Well, 0).Holds(Well, 0, parked: true).Findings.Lost);
    }

    [Fact]
    public void A_POST_that_is_not_what_was_handed_over_breaks_a_promise_though_its_event_arrived()
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(1, Well, 0, fault: "another payload");
        Assert.Contains("well-0/event-0: another payload", Assert.Single(witness.Broken()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(5.6, 0)]
    [InlineData(5.4, 1)]
    [InlineData(1.1, 1)]
    public void A_retry_before_its_time_breaks_a_promise(double second, int early)
    {
        var witness = new Witness().Receipt(Failing, 0).Arrives(1, Failing, 0, status: 500).Arrives(second, Failing, 0);
        Assert.Equal(early, witness.Findings.Early.Count);
        Assert.Equal(early, witness.Broken().Count);
        // What a fault may have taken the record of is made again at once.
        Assert.Empty(witness.Fault(FaultKind.Kill, 1, 1, healed: 3, [Failing]).Findings.Early);
    }

    [Fact]
    public void A_fault_that_struck_nobody_and_a_bar_without_anything_to_judge_prove_nothing()
    {
        Assert.Single(new Witness().Receipt(Well, 0).Arrives(1, Well, 0).Fault(FaultKind.Kill, 1, 1, healed: 2, []).Broken());
        Assert.Single(new Witness().Receipt(Well, 0).Arrives(1, Well, 0).Broken(Bars.None with { TerminateWorst = TimeSpan.FromSeconds(5) }));
    }

    [Fact]
    public void A_first_delivery_after_one_of_a_later_event_is_out_of_order()
    {
        var witness = new Witness().Receipt(Well, 0).Receipt(Well, 1).Arrives(1, Well, 1).Arrives(2, Well, 0);
        Assert.Equal([new EventKey(Well, "event-0")], witness.Findings.OutOfOrder);
        Assert.NotEmpty(witness.Broken());
    }

    [Fact]
    public void Order_is_not_asked_of_repeats_or_of_refused_events_or_of_a_wide_subscription()
    {
        var witness = new Witness()
            .Arrives(1, Well, 0).Arrives(2, Well, 1).Arrives(3, Well, 0)
            .Arrives(1, Refusing, 0, status: 422).Arrives(2, Refusing, 1).Arrives(3, Refusing, 0)
            .Arrives(1, Wide, 1).Arrives(2, Wide, 0);
        Assert.Empty(witness.Findings.OutOfOrder);
    }

    [Fact]
    public void A_refusal_or_an_error_at_a_sender_breaks_a_promise()
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(1, Well, 0).Receipt(Well, 1, "Rejected:NoSubscription").Receipt(Well, 2, "Error:TimeoutException");
        Assert.Equal(["Error:TimeoutException", "Rejected:NoSubscription"], witness.Findings.SenderFailures.Keys.Order());
        Assert.Single(witness.Broken());
    }

    [Fact]
    public void A_second_writer_breaks_a_promise() =>
        Assert.Contains("subscription-well-0", Assert.Single(new Witness().Receipt(Well, 0).Arrives(1, Well, 0).SecondWriter("subscription-well-0").Broken()), StringComparison.Ordinal);

    [Fact]
    public void Nothing_accepted_proves_nothing() => Assert.Single(new Witness().Broken());

    [Fact]
    public void A_fault_that_did_not_heal_or_a_node_that_broke_its_own_promise_is_named()
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(1, Well, 0)
            .Fault(FaultKind.Freeze, 10, 20, healed: null, [Well], breach: "The node had not ended itself.");
        Assert.Equal(2, witness.Broken().Count);
    }

    [Fact]
    public void Lateness_is_counted_from_the_due_time_and_not_after_the_last_retry()
    {
        var witness = new Witness()
            .Arrives(0, Failing, 0, status: 500).Arrives(5.5, Failing, 0, status: 500).Arrives(10.4, Failing, 0, status: 500)
            .Arrives(18.4, Failing, 0, status: 500).Arrives(100, Failing, 0);
        Assert.Equal(3, witness.Findings.Retries);
        Assert.Equal(TimeSpan.FromSeconds(3), witness.Findings.WorstLateness);
    }

    [Fact]
    public void Without_a_retry_there_is_no_lateness() => Assert.Null(new Witness().Arrives(0, Well, 0).Findings.WorstLateness);

    private static Witness Refused(int times)
    {
        var witness = new Witness().Receipt(Refusing, 0).Holds(Refusing, 0, parked: true);
        for (var i = 0; i < times; i++)
        {
            witness.Arrives(1 + (5 * i), Refusing, 0, status: 422);
        }

        return witness;
    }
}
