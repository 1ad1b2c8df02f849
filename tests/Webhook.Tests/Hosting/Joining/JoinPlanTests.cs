using Akka.Actor;
using Webhook.Cluster.Hosting.Joining;

namespace Webhook.Tests.Hosting.Joining;

public sealed class JoinPlanTests
{
    private static readonly Address A = Address.Parse("akka.tcp://webhook@node-a:4053");
    private static readonly Address B = Address.Parse("akka.tcp://webhook@node-b:4053");
    private static readonly Address C = Address.Parse("akka.tcp://webhook@node-c:4053");

    [Fact]
    public void The_first_seed_node_may_found_a_cluster_when_the_database_has_seen_no_other_member() =>
        Assert.Equal([A, B], JoinPlan.Of(A, [A, B], []));

    [Fact]
    public void It_asks_all_others_and_founds_nothing_when_the_database_has_seen_a_member() =>
        Assert.Equal([B, C], JoinPlan.Of(A, [A, B], [C, B]));

    [Fact]
    public void It_founds_nothing_while_the_database_does_not_answer()
    {
        Assert.Equal([B], JoinPlan.Of(A, [A, B], others: null));
        Assert.Empty(JoinPlan.Of(A, [A], others: null));
    }

    [Fact]
    public void It_asks_no_member_that_speaks_another_protocol_and_founds_nothing_beside_it() =>
        Assert.Equal([B], JoinPlan.Of(A, [A, B], [C.WithProtocol("akka.ssl.tcp")]));

    [Fact]
    public void Other_nodes_ask_the_seed_nodes_and_never_found_one() =>
        Assert.All([null, [], (Address[])[C]], others => Assert.Equal([A, B], JoinPlan.Of(B, [A, B], others)));
}
