using System.Text.RegularExpressions;
using Webhook.Harness.Nodes;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Clustering;

[Collection(nameof(SharedCluster))]
public sealed partial class RelayedEventsTests(NodeTrio trio)
{
    [Fact]
    public async Task Events_that_come_in_at_one_node_reach_the_gateways_of_those_that_hold_their_subscriptions_once_and_in_order()
    {
        await using var cluster = await ThreeNodes.TakeAsync(trio);
        var ids = await cluster.SubscribeAsync(60);
        Assert.True((await cluster.HeldByAsync(trio.Oldest, ids)).Count < ids.Count, "other nodes hold some of them");
        var before = await RelayedAsync(cluster.Nodes);
        await using var load = Load.Start(cluster, ids);
        await Eventually.TrueAsync(async () => await RelayedAsync(cluster.Nodes) > before, "events are relayed");
        await load.SettleAsync(cluster);
        Assert.Equal(0, cluster.Endpoint.Duplicates);
    }

    private static async Task<long> RelayedAsync(IEnumerable<NodeProcess> nodes)
    {
        var sum = 0L;
        foreach (var node in nodes)
        {
            sum += long.Parse(Relayed().Match(await node.Api.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        }

        return sum;
    }

    [GeneratedRegex(@"(?m)^webhook_events_relayed_total(?:\{[^}]*\})? (\d+)")]
    private static partial Regex Relayed();
}
