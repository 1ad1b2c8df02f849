using Webhook.Cluster.Dashboard.Overview;
using Webhook.Cluster.Telemetry.Reports;

namespace Webhook.Tests.Dashboard;

public sealed class TrafficTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 25, TimeSpan.Zero);

    [Fact]
    public void Counts_of_all_nodes_are_summed_by_the_minute_they_fell_into()
    {
        // The slot under way is the third of its minute.
        var traffic = new Traffic([Report([100, 1, 2, 3]), Report([10, 20]), null], Now);
        var minutes = traffic.ByMinute(r => r.Accepted);
        Assert.Equal((61, 100.0, 36.0), (minutes.Length, minutes[59], minutes[60]));
        Assert.Equal(136, minutes.Sum());
        Assert.Equal(136, traffic.LastMinute(r => r.Accepted));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero), traffic.Minutes().Last());
    }

    [Fact]
    public void Only_what_is_younger_than_a_minute_counts_for_the_last_one()
    {
        var traffic = new Traffic([Report([100, 1, 1, 1, 1, 1, 1, 1])], Now);
        Assert.Equal((7, 107), (traffic.LastMinute(r => r.Accepted), traffic.LastHour(r => r.Accepted)));
    }

    [Fact]
    public void A_node_whose_clock_is_ahead_or_far_behind_breaks_nothing()
    {
        var traffic = new Traffic([Report([1, 1]) with { LastSlot = long.MaxValue / 2 }, Report([1, 1]) with { LastSlot = 0 }], Now);
        Assert.Equal(0, traffic.ByMinute(r => r.Accepted).Sum());
    }

    private static NodeReport Report(long[] accepted) =>
        new(Now.ToUnixTimeSeconds() / ActivityHistory.SlotSeconds, accepted, [], [], [], [], 0, 0, 0, []);
}
