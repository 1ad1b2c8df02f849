using System.Net;
using System.Text.Json;
using Webhook.Harness.Nodes;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

[Collection(nameof(Processes))]
public sealed class ClusterApiTests(SharedNode shared) : IClassFixture<SharedNode>
{
    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, null)]
    [InlineData("[]", HttpStatusCode.BadRequest, null)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity, "address")]
    [InlineData("""{"address":7}""", HttpStatusCode.UnprocessableEntity, "address")]
    [InlineData("""{"address":"\ud800"}""", HttpStatusCode.UnprocessableEntity, "address")]
    [InlineData("""{"address":""}""", HttpStatusCode.NotFound, "address")]
    [InlineData("""{"address":"127.0.0.1:1"}""", HttpStatusCode.NotFound, "address")]
    [InlineData("""{"address":"127.0.0.1:1","force":true}""", HttpStatusCode.UnprocessableEntity, "force")]
    public async Task A_body_that_names_no_member_is_turned_away_by_leave_and_by_down(string body, HttpStatusCode expected, string? field)
    {
        foreach (var verb in new[] { "leave", "down" })
        {
            var (status, problem) = await shared.Node.CallAsync(HttpMethod.Post, $"/v1/cluster/{verb}", body);
            Assert.Equal((expected, field), (status, problem.TryGetProperty("field", out var named) ? named.GetString() : null));
        }
    }

    [Fact]
    public async Task The_last_member_is_not_made_to_leave_and_the_node_that_answers_is_not_dead()
    {
        var body = BodyOf(shared.Node.Address);
        Assert.Equal(HttpStatusCode.Conflict, (await shared.Node.CallAsync(HttpMethod.Post, "/v1/cluster/leave", body)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await shared.Node.CallAsync(HttpMethod.Post, "/v1/cluster/down", body)).Status);
    }

    [Fact]
    public async Task Regions_are_left_out_on_demand_and_a_wrong_word_is_named()
    {
        var cluster = await shared.Node.GetAsync("/v1/cluster?regions=false");
        Assert.Equal(JsonValueKind.Null, cluster.GetProperty("regions").ValueKind);
        Assert.Equal(shared.Node.Address, cluster.GetProperty("self").GetString());
        var (status, problem) = await shared.Node.CallAsync(HttpMethod.Get, "/v1/cluster?regions=maybe");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "regions"), (status, problem.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_killed_member_is_shown_unreachable_cannot_leave_and_goes_when_it_is_declared_dead()
    {
        await using var first = await ApiNode.StartAsync();
        using var second = new NodeProcess($"--Webhook:Cluster:SeedNodes:0={first.Address}");
        await second.StartAsync();
        await Eventually.TrueAsync(async () => await RegionsAsync(first) == 2, "both nodes hold a region");
        second.Kill();
        await second.ExitedAsync();
        var cluster = await first.GetAsync("/v1/cluster");
        Assert.Equal((2, JsonValueKind.Null), (cluster.GetProperty("members").GetArrayLength(), cluster.GetProperty("regions").ValueKind));
        await Eventually.TrueAsync(async () => await ReachableAsync(first, second.ContactPoint) == false, "the killed member is unreachable");

        Assert.Equal(HttpStatusCode.Conflict, (await first.CallAsync(HttpMethod.Post, "/v1/cluster/leave", BodyOf(second.ContactPoint))).Status);
        await first.OkAsync(HttpMethod.Post, "/v1/cluster/down", BodyOf(second.ContactPoint));
        await Eventually.TrueAsync(async () => await ReachableAsync(first, second.ContactPoint) is null, "the dead member is gone");
    }

    private static string BodyOf(string address) => JsonSerializer.Serialize(new { address });

    /// <summary>How many nodes hold a region; null when one does not answer.</summary>
    private static async Task<int?> RegionsAsync(ApiNode node) =>
        (await node.GetAsync("/v1/cluster")).GetProperty("regions") is { ValueKind: JsonValueKind.Array } regions ? regions.GetArrayLength() : null;

    /// <summary>Whether the member is reachable; null when it is no member.</summary>
    private static async Task<bool?> ReachableAsync(ApiNode node, string contactPoint) =>
        (await node.GetAsync("/v1/cluster?regions=false")).GetProperty("members").EnumerateArray()
            .Where(m => m.GetProperty("address").GetString()!.EndsWith($"@{contactPoint}", StringComparison.Ordinal))
            .Select(m => (bool?)m.GetProperty("reachable").GetBoolean())
            .FirstOrDefault();
}
