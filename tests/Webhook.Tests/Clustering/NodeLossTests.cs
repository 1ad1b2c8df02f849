using System.Net;
using System.Text;
using Webhook.Harness.Nodes;
using Webhook.Tests.Hosting;
using Xunit.Abstractions;

namespace Webhook.Tests.Clustering;

[Collection(nameof(Processes))]
public sealed class NodeLossTests(ITestOutputHelper output)
{
    private const int Subscriptions = 30;

    [Fact]
    public async Task Three_nodes_that_start_at_once_on_an_empty_database_share_the_subscriptions_and_deliver()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        await cluster.UntilMembersAsync(cluster.Nodes[0], 3);
        var ids = await cluster.SubscribeAsync(Subscriptions);
        await using var load = Load.Start(cluster, ids);
        await load.MoreAsync(300, cluster);
        var view = await ThreeNodes.LookAsync(cluster.Nodes[0]);
        Assert.All(view.GetProperty("regions").EnumerateArray(), r => Assert.NotEqual(0, r.GetProperty("entities").GetInt32()));
        await load.SettleAsync(cluster);
        Assert.Equal(0, cluster.Endpoint.Duplicates);
    }

    [Fact]
    public async Task After_the_oldest_node_is_killed_its_subscriptions_deliver_again_and_nothing_is_lost()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        var ids = await cluster.SubscribeAsync(Subscriptions);
        var victim = cluster.Nodes[0];
        var orphans = new List<string>();
        foreach (var id in ids)
        {
            if (await ThreeNodes.PlaceOfAsync(id, cluster.Nodes[1]) == victim.ContactPoint)
            {
                orphans.Add(id);
            }
        }

        Assert.NotEmpty(orphans);
        await using var load = Load.Start(cluster, ids);
        await load.MoreAsync(300, cluster);
        victim.Kill();
        await victim.ExitedAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var before = orphans.ToDictionary(id => id, id => cluster.Endpoint.OrderOf(id).Count);
        await Eventually.TrueAsync(
            () => orphans.TrueForAll(id => cluster.Endpoint.OrderOf(id).Count > before[id]), $"orphans deliver again; {cluster.Output}", seconds: 45);
        output.WriteLine($"all {orphans.Count} subscriptions of the killed node delivered again after {watch.Elapsed.TotalSeconds:0.0} s");
        await load.SettleAsync(cluster);
        Assert.InRange(cluster.Endpoint.Duplicates, 0, orphans.Count * Cluster.Subscriptions.Core.Flight.UnrecordedAtMost);
    }

    [Fact]
    public async Task A_rolling_restart_under_load_loses_nothing_repeats_nothing_and_no_sender_sees_an_error()
    {
        await using var cluster = await ThreeNodes.StartAsync();
        var ids = await cluster.SubscribeAsync(Subscriptions);
        await using var load = Load.Start(cluster, ids);
        foreach (var node in cluster.Nodes)
        {
            await load.MoreAsync(200, cluster);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            node.Terminate();
            var code = await node.ExitedAsync(TimeSpan.FromSeconds(30));
            Assert.True(code == 0, $"exit code {code}; {cluster.Output}");
            output.WriteLine($"left within {watch.Elapsed.TotalSeconds:0.0} s, {load.Receipts.Count} receipts");
            await node.StartAsync();
            await cluster.UntilMembersAsync(node, 3);
        }

        await load.MoreAsync(200, cluster);
        await load.SettleAsync(cluster);
        output.WriteLine($"{load.Receipts.Count} receipts, {cluster.Endpoint.Duplicates} duplicates");
        Assert.Equal(0, cluster.Endpoint.Duplicates);
    }

    [Fact]
    public async Task While_a_node_hands_off_its_http_port_says_not_ready_and_sends_events_elsewhere()
    {
        await using var cluster = await ThreeNodes.StartAsync(endpointDelay: TimeSpan.FromSeconds(3));
        var ids = await cluster.SubscribeAsync(Subscriptions);
        var leaving = cluster.Nodes[2];
        await Task.WhenAll(ids.Select(id => HandOverAsync(leaving, id, "event-0").ContinueWith(t => t.Result.Dispose(), TaskScheduler.Default)));
        leaving.Terminate();
        await Eventually.TrueAsync(async () => (await leaving.Api.GetAsync("/healthz/ready")).StatusCode == HttpStatusCode.ServiceUnavailable, "503");
        using (var turnedAway = await HandOverAsync(leaving, ids[0], "event-1"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, turnedAway.StatusCode);
            Assert.NotNull(turnedAway.Headers.RetryAfter);
        }

        using (var repeated = await HandOverAsync(cluster.Nodes[0], ids[0], "event-1"))
        {
            Assert.Equal(HttpStatusCode.Accepted, repeated.StatusCode);
        }

        Assert.Equal(0, await leaving.ExitedAsync(TimeSpan.FromSeconds(30)));
        await Eventually.TrueAsync(() => cluster.Endpoint.Distinct == ids.Count + 1, $"all arrived; {cluster.Output}", seconds: 60);
        Assert.Equal(0, cluster.Endpoint.Duplicates);
    }

    private static async Task<HttpResponseMessage> HandOverAsync(NodeProcess node, string id, string eventId)
    {
        const string Body = """{"user":{"id":"1","name":"Sample Sampleson","email":""},"lesson":{"id":"1000","title":"A Sample Lesson"},"completed_at":"2015-04-28T14:36:24Z"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/subscriptions/{id}/events")
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", eventId);
        return await node.Api.SendAsync(request);
    }
}
