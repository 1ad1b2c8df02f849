using System.Net;
using System.Text;
using Webhook.Harness.Nodes;
using Webhook.Tests.Hosting;
using Xunit.Abstractions;

namespace Webhook.Tests.Clustering;

[Collection(nameof(SharedCluster))]
public sealed class NodeLossTests(NodeTrio trio, ITestOutputHelper output)
{
    private const int Subscriptions = 30;

    [Fact]
    public async Task After_the_oldest_node_is_killed_its_subscriptions_deliver_again_and_nothing_is_lost()
    {
        await using var cluster = await ThreeNodes.TakeAsync(trio);
        var ids = await cluster.SubscribeAsync(Subscriptions);
        var victim = trio.Oldest;
        var orphans = await cluster.HeldByAsync(victim, ids);
        Assert.NotEmpty(orphans);
        await using var load = Load.Start(cluster, ids);
        await load.MoreAsync(300, cluster);
        victim.Kill();
        Assert.Equal(137, await victim.ExitedAsync());
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var before = orphans.ToDictionary(id => id, id => cluster.Endpoint.OrderOf(id).Count);
        await Eventually.TrueAsync(
            () => orphans.TrueForAll(id => cluster.Endpoint.OrderOf(id).Count > before[id]), $"orphans deliver again; {cluster.Output}", seconds: 45);
        output.WriteLine($"all {orphans.Count} subscriptions of the killed node delivered again after {watch.Elapsed.TotalSeconds:0.0} s");
        await load.SettleAsync(cluster);
        // Each had about ten delivered before the kill; a few of those can have been without a record.
        Assert.InRange(cluster.Endpoint.Duplicates, 0, orphans.Count * 4);
    }

    [Fact]
    public async Task A_rolling_restart_under_load_loses_nothing_repeats_nothing_and_no_sender_sees_an_error()
    {
        await using var cluster = await ThreeNodes.TakeAsync(trio);
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
            await trio.StartAgainAsync(node);
            await trio.UntilMembersAsync(node, 3);
        }

        await load.MoreAsync(200, cluster);
        await load.SettleAsync(cluster);
        output.WriteLine($"{load.Receipts.Count} receipts, {cluster.Endpoint.Duplicates} duplicates");
        Assert.Equal(0, cluster.Endpoint.Duplicates);
    }

    [Fact]
    public async Task While_a_node_hands_off_its_http_port_says_not_ready_and_sends_events_elsewhere()
    {
        await using var cluster = await ThreeNodes.TakeAsync(trio, endpointDelay: TimeSpan.FromSeconds(3));
        var ids = await cluster.SubscribeAsync(Subscriptions);
        var leaving = await cluster.BusiestAsync(ids);
        await Task.WhenAll(ids.Select(id => HandOverAsync(leaving, id, "event-0").ContinueWith(t => t.Result.Dispose(), TaskScheduler.Default)));
        leaving.Terminate();
        await Eventually.TrueAsync(async () => (await leaving.Api.GetAsync("/healthz/ready")).StatusCode == HttpStatusCode.ServiceUnavailable, "503");
        using (var turnedAway = await HandOverAsync(leaving, ids[0], "event-1"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, turnedAway.StatusCode);
            Assert.NotNull(turnedAway.Headers.RetryAfter);
        }

        using (var repeated = await HandOverAsync(cluster.Nodes.First(n => n != leaving), ids[0], "event-1"))
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
