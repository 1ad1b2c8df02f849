using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

public sealed class KeyTests
{
    [Fact]
    public async Task A_sender_key_only_hands_over_events_an_operator_key_does_everything_and_no_key_nothing()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("operator-key-of-this-test")));
        await using var node = await ApiNode.StartAsync(
            "--Webhook:ApiKeys:0:Name=lessons", "--Webhook:ApiKeys:0:Key=sender-key-of-this-test", "--Webhook:ApiKeys:0:Role=sender",
            "--Webhook:ApiKeys:1:Name=ops", $"--Webhook:ApiKeys:1:KeyHash={hash}", "--Webhook:ApiKeys:1:Role=operator");

        Assert.Equal(HttpStatusCode.Unauthorized, await PutAsync(node, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PutAsync(node, "wrong"));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(node, "sender-key-of-this-test"));
        Assert.Equal(HttpStatusCode.Created, await PutAsync(node, "operator-key-of-this-test"));
        node.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sender-key-of-this-test");
        await node.SendAsync("keys-1", "event-1");
        Assert.Equal(HttpStatusCode.Forbidden, (await node.CallAsync(HttpMethod.Get, "/v1/subscriptions/keys-1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await node.CallAsync(HttpMethod.Get, "/v1/cluster")).Status);
    }

    [Fact]
    public async Task Each_call_that_changes_something_is_logged_with_the_keys_name_and_its_result_and_no_id_begins_a_line()
    {
        await using var node = await ApiNode.StartAsync(
            "--Webhook:ApiKeys:0:Name=ops", "--Webhook:ApiKeys:0:Key=operator-key-of-this-test", "--Webhook:ApiKeys:0:Role=operator",
            "--Logging:LogLevel:Webhook.Cluster.Api.Security.AuditLog=Information");
        var lines = new LogLines();
        node.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        await PutAsync(node, "operator-key-of-this-test");
        await node.SendAsync("keys-1", "event-1");
        await node.CallAsync(HttpMethod.Post, "/v1/subscriptions/a%0Ab/pause");
        await node.GetAsync("/v1/subscriptions/keys-1");
        Assert.Equal(
            [
                "Key ops called PUT /v1/subscriptions/keys-1: 201",
                "Key ops called POST /v1/subscriptions/keys-1/events: 202",
                "Key ops called POST /v1/subscriptions/a%0Ab/pause: 404",
            ],
            lines.Where(l => l.StartsWith("Key ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_cluster_call_shows_this_member_and_its_shards()
    {
        await using var node = await ApiNode.StartAsync("--Webhook:Cluster:Roles:0=web");
        await node.CreateAsync("cluster-1", "https://example.com/hook");
        var cluster = await node.GetAsync("/v1/cluster");
        var member = Assert.Single(cluster.GetProperty("members").EnumerateArray());
        Assert.Equal(("Up", true, true), (member.GetProperty("status").GetString(), member.GetProperty("reachable").GetBoolean(), member.GetProperty("leader").GetBoolean()));
        Assert.Equal("web", member.GetProperty("roles")[0].GetString());
        var region = Assert.Single(cluster.GetProperty("regions").EnumerateArray());
        Assert.Equal(1, region.GetProperty("entities").GetInt32());
    }

    [Fact]
    public async Task Every_call_is_described_at_openapi_v1()
    {
        await using var node = await ApiNode.StartAsync();
        var paths = (await node.GetAsync("/openapi/v1.json")).GetProperty("paths");
        string[] expected =
        [
            "/v1/subscriptions", "/v1/subscriptions/{id}", "/v1/subscriptions/{id}/pause", "/v1/subscriptions/{id}/resume",
            "/v1/subscriptions/{id}/test", "/v1/subscriptions/{id}/replay", "/v1/subscriptions/{id}/events",
            "/v1/subscriptions/{id}/events/{eventId}", "/v1/subscriptions/{id}/attempts", "/v1/subscriptions/{id}/link",
            "/v1/cluster", "/v1/cluster/leave", "/v1/cluster/down",
        ];
        Assert.All(expected, path => Assert.True(paths.TryGetProperty(path, out _), $"{path} is missing"));
    }

    private static async Task<HttpStatusCode> PutAsync(ApiNode node, string? key)
    {
        node.Http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return (await node.CallAsync(HttpMethod.Put, "/v1/subscriptions/keys-1", """{"callback_url":"https://example.com/hook"}""")).Status;
    }
}
