using Webhook.Tests.Api;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Operations;

[Collection(nameof(Processes))]
public sealed class ClusterCommandTests
{
    [Fact]
    public async Task An_operator_sees_two_nodes_their_leader_and_their_shards_and_has_one_leave()
    {
        await using var first = await ApiNode.StartAsync("--Webhook:Cluster:Roles:0=web", "--Webhook:Cluster:Roles:1=jobs");
        await using var second = await ApiNode.StartAsync($"--Webhook:Cluster:SeedNodes:0={first.Address}");
        await Eventually.TrueAsync(async () => (await ShowAsync(first)).Count(l => l.Contains("| up |", StringComparison.Ordinal)) == 2, "both are up");

        var lines = await ShowAsync(first);
        Assert.Contains(lines, l => l.StartsWith($"{first.Address} | [jobs, web] | up |  | ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith($"{second.Address} | [] | up |  | ", StringComparison.Ordinal));
        Assert.Equal("Count: 2 nodes", lines[^1]);
        Assert.StartsWith($"{second.Address} | [] | up |", await OkAsync(second, "cluster", "status"), StringComparison.Ordinal);
        Assert.Contains(await OkAsync(second, "cluster", "leader"), new[] { first.Address, second.Address });

        await first.CreateAsync("shown-1", "https://example.com/hook");
        var stats = (await OkAsync(first, "cluster-sharding", "region-stats")).Split('\n');
        Assert.Contains(stats, l => l.StartsWith($"{first.Address} | shards: ", StringComparison.Ordinal));
        Assert.Contains(stats, l => l.StartsWith($"{second.Address} | shards: ", StringComparison.Ordinal));
        Assert.StartsWith("Count: 2 regions, ", stats[^1], StringComparison.Ordinal);
        Assert.EndsWith(" 1 entities", stats[^1], StringComparison.Ordinal);

        Assert.Equal($"{second.Address} was told to leave", await OkAsync(first, "cluster", "leave", second.Address));
        await Eventually.TrueAsync(async () => (await ShowAsync(first))[^1] == "Count: 1 nodes", "the second left", seconds: 60);
    }

    [Fact]
    public async Task A_refused_command_names_the_reason_and_ends_with_1()
    {
        await using var node = await ApiNode.StartAsync();
        await FailsAsync(node, "404 address: No member has this address", "cluster", "leave", "akka.tcp://webhook@127.0.0.1:1");
        await FailsAsync(node, "409 address: This is the last member", "cluster", "leave", node.Address);
        await FailsAsync(node, "409 address: This is the node that answers", "cluster", "down", node.Address);
    }

    [Fact]
    public async Task A_command_shows_its_key_and_says_when_it_is_wrong()
    {
        const string key = "operator-key-of-this-test";
        await using var node = await ApiNode.StartAsync(
            "--Webhook:ApiKeys:0:Name=ops", $"--Webhook:ApiKeys:0:Key={key}", "--Webhook:ApiKeys:0:Role=operator");
        Assert.StartsWith(node.Address, await OkAsync(node, "cluster", "status", "--key", key), StringComparison.Ordinal);
        await FailsAsync(node, "401 Authorization: The key is missing or not known", "cluster", "status", "--key", "wrong");
    }

    [Fact]
    public async Task A_command_that_finds_no_node_says_how_to_name_one()
    {
        var (code, output, error) = await Cli.RunAsync("cluster", "show", "--url", "http://127.0.0.1:1");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Name it with --url", error, StringComparison.Ordinal);
    }

    private static async Task<string[]> ShowAsync(ApiNode node) => (await OkAsync(node, "cluster", "show")).Split('\n');

    private static async Task<string> OkAsync(ApiNode node, params string[] arguments)
    {
        var (code, output, error) = await Cli.RunAsync([.. arguments, "--url", node.Http.BaseAddress!.ToString()]);
        Assert.True(code == 0, error);
        return output.TrimEnd();
    }

    private static async Task FailsAsync(ApiNode node, string reason, params string[] arguments)
    {
        var (code, output, error) = await Cli.RunAsync([.. arguments, "--url", node.Http.BaseAddress!.ToString()]);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(reason, error, StringComparison.Ordinal);
    }
}
