using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Databases;
using Webhook.Harness.Nodes;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Harness;

[Collection(nameof(Processes))]
public sealed class NodeProcessTests
{
    [Fact]
    public async Task Two_nodes_on_one_PostgreSQL_form_a_cluster_whose_frozen_node_is_missed_and_whose_told_node_ends()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var founding = new NodeSetup { Database = server.Database };
        founding = founding with { SeedNodes = [founding.ContactPoint] };
        using var founder = new NodeProcess(founding);
        using var second = new NodeProcess(new NodeSetup { Database = server.Database, SeedNodes = founding.SeedNodes });
        await founder.StartAsync();
        await second.StartAsync();
        await Eventually.TrueAsync(async () => await ReachableAsync(founder) == 2, "both nodes are members", seconds: 60);
        second.Freeze();
        await Eventually.TrueAsync(async () => await ReachableAsync(founder) == 1, "the frozen node is missed", seconds: 60);
        second.Thaw();
        founder.Terminate();
        Assert.Equal(0, await founder.ExitedAsync());
        second.Kill();
        Assert.Equal(137, await second.ExitedAsync());
    }

    private static async Task<int> ReachableAsync(NodeProcess node)
    {
        try
        {
            var cluster = await node.Api.GetFromJsonAsync<JsonElement>("/v1/cluster");
            return cluster.GetProperty("members").EnumerateArray().Count(m => m.GetProperty("reachable").GetBoolean() && m.GetProperty("status").GetString() == "Up");
        }
        catch (HttpRequestException)
        {
            // The regions' statistics wait for the frozen node; the call is asked again.
            return -1;
        }
    }
}
