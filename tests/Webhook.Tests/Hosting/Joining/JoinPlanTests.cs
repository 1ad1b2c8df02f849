using Akka.Actor;
using Webhook.Cluster.Hosting.Joining;

namespace Webhook.Tests.Hosting.Joining;

public sealed class JoinPlanTests
{
    private static readonly Address A = Address.Parse("akka.tcp://webhook@node-a:4053");
    private static readonly Address B = Address.Parse("akka.tcp://webhook@node-b:4053");
    private static readonly Address C = Address.Parse("akka.tcp://webhook@node-c:4053");

    [Fact]
    public void The_first_seed_node_may_found_a_cluster_at_once_where_the_database_knows_no_other_member() =>
        Assert.Equal([A, B], JoinPlan.Of(A, [A, B], [], TimeSpan.Zero));

    [Fact]
    public void It_asks_all_others_and_founds_nothing_when_the_database_has_seen_a_member() =>
        Assert.Equal([B, C], JoinPlan.Of(A, [A, B], [Lately(C), Lately(B)], JoinPlan.Lately));

    [Fact]
    public void Beside_members_that_fell_silent_it_founds_only_after_they_were_silent_for_long()
    {
        SeenMember[] silent = [new($"{C}", Lately: false)];
        Assert.Equal([B, C], JoinPlan.Of(A, [A, B], silent, TimeSpan.Zero));
        Assert.Equal([B, C], JoinPlan.Of(A, [A, B], silent, JoinPlan.Lately - TimeSpan.FromTicks(1)));
        Assert.Equal([A, B], JoinPlan.Of(A, [A, B], silent, JoinPlan.Lately));
    }

    [Fact]
    public void It_founds_nothing_while_the_database_does_not_answer()
    {
        Assert.Equal([B], JoinPlan.Of(A, [A, B], others: null, JoinPlan.Lately));
        Assert.Empty(JoinPlan.Of(A, [A], others: null, JoinPlan.Lately));
    }

    [Fact]
    public void It_asks_no_member_that_speaks_another_protocol_and_founds_nothing_beside_it() =>
        Assert.Equal([B], JoinPlan.Of(A, [A, B], [Lately(C.WithProtocol("akka.ssl.tcp"))], JoinPlan.Lately));

    [Fact]
    public void Other_nodes_ask_the_seed_nodes_and_never_found_one() =>
        Assert.All([null, [], (SeenMember[])[Lately(C)]], others => Assert.Equal([A, B], JoinPlan.Of(B, [A, B], others, JoinPlan.Lately)));

    [Theory]
    [InlineData("a b", "c", false)]
    [InlineData("c", "a b", true)]
    [InlineData("a", "b", false)]
    [InlineData("b", "a", true)]
    [InlineData("d a", "c b", false)]
    [InlineData("c b", "d a", true)]
    public void Of_two_clusters_on_one_database_the_smaller_ends_or_that_without_the_lowest_address(string own, string foreign, bool givesWay)
    {
        Assert.Equal(givesWay, JoinPlan.GivesWay(own.Split(' '), foreign.Split(' ')));
        Assert.Equal(!givesWay, JoinPlan.GivesWay(foreign.Split(' '), own.Split(' ')));
    }

    private static SeenMember Lately(Address address) => new($"{address}", Lately: true);
}
