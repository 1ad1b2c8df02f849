using Microsoft.Extensions.Time.Testing;
using Webhook.Cluster.Hosting.Joining;

namespace Webhook.Tests.Hosting.Joining;

public sealed class ForeignMembersTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ForeignMembers _foreign;

    public ForeignMembersTests() => _foreign = new ForeignMembers(_clock);

    [Fact]
    public void A_stranger_who_is_seen_for_longer_than_the_dead_are_is_alive_in_another_cluster()
    {
        Assert.Empty(_foreign.Of(["b", "c"]));
        _clock.Advance(JoinPlan.Lately);
        Assert.Empty(_foreign.Of(["b", "c"]));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["b", "c"], _foreign.Of(["b", "c"]));
    }

    [Fact]
    public void Members_that_died_one_after_the_other_are_no_strangers()
    {
        Assert.Empty(_foreign.Of(["b"]));
        _clock.Advance(JoinPlan.Lately / 2);
        Assert.Empty(_foreign.Of(["b", "c"]));
        _clock.Advance(JoinPlan.Lately);
        Assert.Empty(_foreign.Of(["c"]));
        Assert.Empty(_foreign.Of([]));
        _clock.Advance(JoinPlan.Lately);
        Assert.Empty(_foreign.Of(["b", "c"]));
    }
}
