using Webhook.Chaos.Faults;
using Webhook.Chaos.Report;

namespace Webhook.Tests.Chaos;

public sealed class FaultFindingTests
{
    private const string Well = "well-0";
    private const string Slow = "slow-0";
    private const string Failing = "failing-0";

    [Fact]
    public void A_duplicate_is_explained_by_the_fault_near_the_delivery_that_could_not_be_recorded()
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(9.9, Well, 0).Arrives(35, Well, 0).Fault(FaultKind.Kill, 10, 11, healed: 40, [Well]);
        Assert.Equal(0, Assert.Single(witness.Findings.Duplicates).Fault);
        Assert.Equal((1, 1), (witness.Findings.Faults[0].Duplicates, witness.Findings.Faults[0].InFlight));
        Assert.Empty(witness.Broken());
    }

    [Theory]
    [InlineData(5, Well)]
    [InlineData(14, Well)]
    [InlineData(9.9, Slow)]
    public void A_duplicate_far_from_a_fault_or_of_another_node_is_not_explained(double first, string struck)
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(first, Well, 0).Arrives(35, Well, 0).Fault(FaultKind.Kill, 10, 11, healed: 40, [struck]);
        Assert.Null(Assert.Single(witness.Findings.Duplicates).Fault);
        Assert.Contains(witness.Broken(), b => b.Contains("no explanation: well-0/event-0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_duplicate_whose_first_answer_came_after_the_deadline_needs_no_fault()
    {
        var witness = new Witness().Receipt(Slow, 0).Arrives(1, Slow, 0, took: 5.2).Arrives(11, Slow, 0);
        Assert.True(Assert.Single(witness.Findings.Duplicates).LateAnswer);
        Assert.Empty(witness.Broken());
    }

    [Theory]
    [InlineData(1, "127.0.0.1", true)]
    [InlineData(15, "127.0.0.1", true)]
    [InlineData(16.5, "127.0.0.1", false)]
    [InlineData(0.5, "127.0.0.1", false)]
    [InlineData(1, "10.0.0.1", false)]
    public void A_duplicate_is_explained_when_the_node_that_delivered_it_ended_unasked_soon_after(double ended, string host, bool explained)
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(0.9, Well, 0).Arrives(35, Well, 0).EndsUnasked(ended, host);
        Assert.Equal(explained, Assert.Single(witness.Findings.Duplicates).UnaskedEnd);
        Assert.Equal(explained, witness.Broken().Count == 0);
    }

    [Fact]
    public void More_duplicates_than_events_in_flight_break_a_promise()
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(9.9, Well, 0).Arrives(10.5, Well, 0).Arrives(30, Well, 0)
            .Fault(FaultKind.Kill, 10, 11, healed: 40, [Well]);
        Assert.Contains(witness.Broken(), b => b.Contains("2 duplicates of 1 events in flight", StringComparison.Ordinal));
    }

    [Fact]
    public void A_kill_is_over_when_every_subscription_of_the_node_with_a_well_endpoint_has_delivered_again()
    {
        var witness = new Witness()
            .Fault(FaultKind.Kill, 10, 11, healed: 40, [Well, Slow, Failing])
            // Sent by the dying process.
            .Arrives(10.1, Well, 0)
            .Arrives(32, Well, 1).Arrives(33, Well, 2)
            .Arrives(38, Slow, 0)
            .Arrives(60, Failing, 0);
        var finding = witness.Findings.Faults[0];
        Assert.Equal((TimeSpan.FromSeconds(22), TimeSpan.FromSeconds(28)), (finding.FirstAgain!.Value, finding.AllAgain!.Value));
    }

    [Fact]
    public void Bars_are_checked_by_median_and_worst()
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(0, Well, 0)
            .Fault(FaultKind.Kill, 100, 101, healed: 140, [Well]).Arrives(120, Well, 1)
            .Fault(FaultKind.KillOldest, 200, 201, healed: 240, [Well]).Arrives(246, Well, 2);
        Assert.Empty(witness.Broken(Bars.None with { KillMedian = TimeSpan.FromSeconds(30), KillWorst = TimeSpan.FromSeconds(46) }));
        Assert.Single(witness.Broken(Bars.None with { KillWorst = TimeSpan.FromSeconds(45) }));
        Assert.Single(witness.Broken(Bars.None with { KillMedian = TimeSpan.FromSeconds(19) }));
    }

    [Fact]
    public void A_freeze_that_passed_no_snapshot_does_not_count_where_one_is_needed()
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(0, Well, 0)
            .Fault(FaultKind.Freeze, 10, 100, healed: 110, [Well], pastSnapshots: 1)
            .Fault(FaultKind.Freeze, 210, 300, healed: 310, [Well]);
        Assert.Empty(witness.Broken());
        Assert.Single(witness.Broken(Bars.None with { PastSnapshots = 1 }));
    }

    [Fact]
    public void Bars_for_SIGTERM_and_for_the_database_and_for_duplicates_are_checked()
    {
        var witness = new Witness().Receipt(Well, 0).Arrives(9.9, Well, 0).Arrives(16, Well, 0)
            .Fault(FaultKind.Terminate, 10, 15, healed: 20, [Well])
            .Fault(FaultKind.Database, 100, 160, healed: 206, [Well]);
        Assert.Empty(witness.Broken());
        Assert.Single(witness.Broken(Bars.None with { TerminateWorst = TimeSpan.FromSeconds(5) }));
        Assert.Single(witness.Broken(Bars.None with { DatabaseWorst = TimeSpan.FromSeconds(45) }));
        Assert.Single(witness.Broken(Bars.None with { Duplicates = 0 }));
    }
}
