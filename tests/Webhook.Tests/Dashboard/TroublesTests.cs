using MudBlazor;
using Webhook.Cluster.Api.Cluster;
using Webhook.Cluster.Dashboard.Overview;
using Webhook.Cluster.Subscriptions.Summary;
using Webhook.Cluster.Telemetry.Reports;

namespace Webhook.Tests.Dashboard;

public sealed class TroublesTests
{
    private const string First = "akka.tcp://webhook@10.0.0.1:4053";
    private const string Second = "akka.tcp://webhook@10.0.0.2:4053";

    private static readonly NodeReport Well = new(100, [5, 5], [5, 5], [0, 0], [0, 0], [0, 0], 2, 0, 0.1, []);
    private static readonly TableView Calm = new(new Dictionary<string, PhaseCount> { ["Idle"] = new(10, 0, 0), ["Paused"] = new(1, 4, 2) }, 0, 9_000, 0);

    [Fact]
    public void Nothing_is_wrong_while_nodes_are_up_and_endpoints_answer() => Assert.Empty(Troubles.In(Pulse()));

    [Fact]
    public void An_unreachable_member_is_told_once_and_first()
    {
        var suspended = Calm with { Phases = new Dictionary<string, PhaseCount> { ["Suspended"] = new(1, 1, 0) } };
        var troubles = Troubles.In(Pulse(suspended, null, Member(Second) with { Reachable = false }));
        Assert.Equal([Severity.Error, Severity.Warning], troubles.Select(t => t.Severity));
        Assert.StartsWith("10.0.0.2:4053 is unreachable.", troubles[0].Text, StringComparison.Ordinal);
        Assert.Equal("/cluster", troubles[0].Href);
        Assert.StartsWith("1 subscription is suspended", troubles[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal: The database did not answer within 3 s.", 0, 0, 0.0, "10.0.0.2:4053 is not healthy: journal: The database did not answer within 3 s.")]
    [InlineData(null, 2, 0, 0.0, "10.0.0.2:4053 could not write or read the journal 2 times in the last minute; senders are turned away and repeat.")]
    [InlineData(null, 0, 3, 0.0, "3 attempts of 10.0.0.2:4053 began more than 10 seconds late in the last minute.")]
    [InlineData(null, 0, 0, 42.0, "Lists and figures of 10.0.0.2:4053's subscriptions may be 42 s old.")]
    public void What_a_node_reports_is_told_in_words(string? fault, int journal, int late, double lag, string text)
    {
        var report = Well with { Faults = fault is null ? [] : [fault], JournalFailures = [0, journal], Late = [0, late], SummaryLag = lag };
        Assert.Equal(text, Assert.Single(Troubles.In(Pulse(Calm, report, Member(Second)))).Text);
    }

    [Fact]
    public void What_was_more_than_a_minute_ago_is_over()
    {
        long[] long_ago = [9, 0, 0, 0, 0, 0, 0, 0];
        Assert.Empty(Troubles.In(Pulse(Calm, Well with { JournalFailures = long_ago, Late = long_ago }, Member(Second))));
    }

    [Fact]
    public void A_silent_node_another_version_and_one_that_is_leaving_are_told()
    {
        Assert.Contains("did not tell", Assert.Single(Troubles.In(Pulse(Calm, null, Member(Second)))).Text, StringComparison.Ordinal);
        Assert.Contains("different versions", Assert.Single(Troubles.In(Pulse(Calm, Well, Member(Second) with { Version = "0.2.0" }))).Text, StringComparison.Ordinal);
        Assert.Equal("10.0.0.2:4053 is Leaving.", Assert.Single(Troubles.In(Pulse(Calm, Well, Member(Second) with { Status = "Leaving" }))).Text);
    }

    [Fact]
    public void What_the_summary_table_shows_leads_to_the_subscriptions_that_are_meant()
    {
        var bad = new TableView(new Dictionary<string, PhaseCount> { ["Suspended"] = new(2, 7, 0) }, NearlyFull: 1, NearlyFullFrom: 9_000, Overdue: 3);
        var troubles = Troubles.In(Pulse(bad));
        Assert.Equal(["/subscriptions?held=9000", "/subscriptions?phase=Suspended", "/subscriptions?phase=Waiting"], troubles.Select(t => t.Href));
        Assert.Contains("3 retries should have been made", troubles[2].Text, StringComparison.Ordinal);
        var blind = Assert.Single(Troubles.In(Pulse() with { Table = null }));
        Assert.Equal(Severity.Error, blind.Severity);
    }

    private static MemberView Member(string address) => new(address, [], "Up", true, "0.1.0", false);

    private static PulseView Pulse() => Pulse(Calm);

    private static PulseView Pulse(TableView table) => Pulse(table, Well, Member(Second));

    private static PulseView Pulse(TableView table, NodeReport? second, MemberView other) => new(
        new ClusterView(First, [Member(First), other], null),
        new Dictionary<string, NodeReport?> { [First] = Well, [Second] = second },
        table);
}
