using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Xunit.Abstractions;

namespace Webhook.Tests.Clustering;

[Collection(nameof(SharedCluster))]
public sealed class GivenUpNodeTests(NodeTrio trio, ITestOutputHelper output)
{
    [Fact]
    public async Task A_node_that_was_frozen_until_it_was_downed_ends_itself_on_waking_and_nothing_is_lost()
    {
        await using var cluster = await ThreeNodes.TakeAsync(trio);
        var ids = await cluster.SubscribeAsync(30);
        await using var load = Load.Start(cluster, ids);
        await load.MoreAsync(300, cluster);
        var frozen = await cluster.BusiestAsync(ids);
        frozen.Freeze();
        await trio.UntilMembersAsync(cluster.Nodes.First(n => n != frozen), 2);
        await load.MoreAsync(100, cluster);
        frozen.Thaw();
        var code = await frozen.ExitedAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(137, code);
        Assert.Contains("This node stood still for", frozen.Output, StringComparison.Ordinal);
        await load.SettleAsync(cluster);
        output.WriteLine($"{load.Receipts.Count} receipts, {cluster.Endpoint.Duplicates} duplicates");
        // One for each subscription can have been in flight when the node froze.
        Assert.InRange(cluster.Endpoint.Duplicates, 0, ids.Count);
        await trio.StartAgainAsync(frozen);
    }

    [Fact]
    public async Task A_downed_node_ends_with_an_exit_code_for_its_supervisor_even_while_a_request_hangs_and_may_come_back()
    {
        await using var cluster = await ThreeNodes.TakeAsync(trio);
        var downed = cluster.Nodes[1];
        using var hanging = new TcpClient("127.0.0.1", downed.Setup.HttpPort);
        await hanging.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /v1/subscriptions/a/events HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: a\r\nContent-Length: 100\r\n\r\n{"));
        using var answer = await cluster.Nodes[0].Api.PostAsJsonAsync("/v1/cluster/down", new { address = downed.ContactPoint });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var code = await downed.ExitedAsync(TimeSpan.FromSeconds(30));
        Assert.True(code == 3, $"exit code {code}; {cluster.Output}");
        await trio.StartAgainAsync(downed);
        await trio.UntilMembersAsync(downed, 3);
    }
}
