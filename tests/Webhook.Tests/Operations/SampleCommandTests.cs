using System.Diagnostics;
using Webhook.Cluster.Hosting;
using Webhook.Tests.Api;

namespace Webhook.Tests.Operations;

[Collection(nameof(Processes))]
public sealed class SampleCommandTests
{
    [Fact]
    public async Task The_sample_sender_creates_its_subscription_and_each_of_its_events_arrives_at_the_sample_endpoint()
    {
        await using var node = await ApiNode.StartAsync("--Webhook:Delivery:Interval=00:00:01");
        string[] arguments = [typeof(Node).Assembly.Location, "sample", "endpoint", "--listen", "http://127.0.0.1:0", "--fail-every", "2"];
        using var endpoint = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        try
        {
            var url = (await LineAsync(endpoint)).Split(' ')[^1];
            var (code, output, error) = await Cli.RunAsync(
                "sample", "sender", "--contact-point", node.Address, "--url", node.Http.BaseAddress!.ToString(),
                "--callback-url", $"{url}/hook", "--subscription", "sample-1", "--count", "3", "--every", "00:00:00.01");
            Assert.True(code == 0, error);
            // Beside the receipts it may print that the node asked it to wait.
            var sent = output.Split('\n').Select(l => l.Split(' ')).Where(l => l is [_, "sample-1", _, _]).Select(l => l[2]).ToHashSet();
            Assert.True(sent.Count == 3, output);

            // Every second POST fails, so the three take at least one retry.
            List<string> statuses = [];
            while (sent.Count > 0)
            {
                var fields = (await LineAsync(endpoint)).Split(' ');
                Assert.Equal("/hook", fields[1]);
                statuses.Add(fields[3]);
                if (fields[3] == "200")
                {
                    sent.Remove(fields[2]);
                }
            }

            Assert.Equal("500", statuses[1]);
            await node.AwaitAsync("sample-1", view => view.GetProperty("delivered").GetInt64() == 3, "all are delivered");
        }
        finally
        {
            endpoint.Kill();
            await endpoint.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData("--contact-point: ContactPoints holds 'nonsense'", "sample", "sender", "--contact-point", "nonsense")]
    [InlineData("--host-name: HostName is 127.0.0.1", "sample", "sender", "--contact-point", "198.51.100.7:4053")]
    [InlineData("--public-host-name: PublicHostName is localhost", "sample", "sender", "--contact-point", "198.51.100.7:4053", "--public-host-name", "localhost")]
    [InlineData("--every is not above 00:00:00", "sample", "sender", "--contact-point", "a:1", "--every", "00:00:00")]
    [InlineData("--count is negative", "sample", "sender", "--contact-point", "a:1", "--count", "-1")]
    [InlineData("--fail-every is negative", "sample", "endpoint", "--fail-every", "-1")]
    [InlineData("--listen: ", "sample", "endpoint", "--listen", "ftp://127.0.0.1")]
    [InlineData("--url is not an HTTP address", "cluster", "show", "--url", "node-1")]
    public async Task A_wrong_option_is_named(string fault, params string[] command)
    {
        var (code, _, error) = await Cli.RunAsync(command);
        Assert.Equal(1, code);
        Assert.StartsWith(fault, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--count cannot be read; give 0 or more.", "sample", "sender", "--contact-point", "a:1", "--count", "many")]
    [InlineData("--every cannot be read; give a time span", "sample", "sender", "--contact-point", "a:1", "--every", "soon")]
    [InlineData("--fail-every cannot be read", "sample", "endpoint", "--fail-every", "x")]
    public async Task An_option_that_cannot_be_read_is_named_with_what_to_give(string fault, params string[] command)
    {
        var (code, _, error) = await Cli.RunAsync(command);
        Assert.Equal(1, code);
        Assert.Contains(error.Split('\n'), line => line.StartsWith(fault, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<string> LineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException("The process ended.");
}
