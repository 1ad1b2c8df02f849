using Webhook.Messages;
using Webhook.Tests.Api;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Operations;

[Collection(nameof(Processes))]
public sealed class SubscriptionCommandTests : IDisposable
{
    private const string Key = "operator-key-0123456789abcdef0123456789";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_operator_sets_up_hands_over_finds_out_why_and_has_it_sent_again()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(_ => 422);
        await using var node = await ApiNode.StartAsync("--Webhook:Delivery:Retries=0");
        Assert.Contains("callback_url", await OkAsync(node, "subscription", "set", "customer-1", "--callback-url", endpoint.Url, "--max-in-flight", "2"), StringComparison.Ordinal);
        var file = Path.Combine(_folder.Path, "event.json");
        await File.WriteAllBytesAsync(file, LessonPayload.Render(Lessons.Sample("customer-1", "event-1")));
        Assert.Matches(@"receipt +accepted", await OkAsync(node, "event", "send", file, "--subscription", "customer-1", "--id", "event-1"));
        Assert.Matches(@"receipt +duplicate", await OkAsync(node, "event", "send", file, "--subscription", "customer-1", "--id", "event-1"));

        var shown = "";
        await Eventually.TrueAsync(async () => (shown = await OkAsync(node, "subscription", "show", "customer-1")).Contains("Refused", StringComparison.Ordinal), "the refusal is shown", seconds: 60);
        Assert.Matches(@"event-1 .*Refused .*422", shown);
        var (code, output, _) = await RunAsync(node, "subscription", "test", "customer-1");
        Assert.Equal(1, code);
        Assert.Matches(@"outcome +Refused", output);

        endpoint.Answer = _ => 200;
        Assert.Matches(@"outcome +Delivered", await OkAsync(node, "subscription", "test", "customer-1"));
        Assert.Matches(@"phase +Paused", await OkAsync(node, "subscription", "pause", "customer-1"));
        var listed = "";
        // The list follows within moments.
        await Eventually.TrueAsync(async () => (listed = await OkAsync(node, "subscription", "list", "--phase", "Paused")).Contains("customer-1", StringComparison.Ordinal), "the list shows it as paused", seconds: 60);
        Assert.Matches(@"customer-1 +127\.0\.0\.1.* +Paused", listed);
        Assert.Matches(@"link  http://127\.0\.0\.1:\d+/link#[\w-]+\s+valid_until  \d", await OkAsync(node, "subscription", "link", "customer-1", "--valid-for", "01:00:00"));
        await OkAsync(node, "subscription", "resume", "customer-1");
        await OkAsync(node, "subscription", "replay", "customer-1", "--event", "event-1");
        await node.AwaitAsync("customer-1", view => view.GetProperty("delivered").GetInt64() == 1, "it is delivered after the replay");
        Assert.Matches(@"phase +Cancelled", await OkAsync(node, "subscription", "cancel", "customer-1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task A_secret_that_standard_input_was_to_give_and_does_not_is_not_removed(string input)
    {
        await using var node = await ApiNode.StartAsync();
        string[] set = ["subscription", "set", "customer-1", "--url", node.Http.BaseAddress!.ToString()];
        Assert.Equal(0, (await Cli.RunWithInputAsync("Bearer a\n", [.. set, "--callback-url", "https://example.com/hook", "--authorization", "-"])).Code);
        var (code, _, error) = await Cli.RunWithInputAsync(input, [.. set, "--authorization", "-"]);
        Assert.Equal(1, code);
        Assert.StartsWith("--authorization: standard input gave no value", error, StringComparison.Ordinal);
        Assert.True((await node.GetAsync("/v1/subscriptions/customer-1")).GetProperty("authorization_set").GetBoolean());
        Assert.Equal(0, (await Cli.RunAsync([.. set, "--authorization", ""])).Code);
        Assert.False((await node.GetAsync("/v1/subscriptions/customer-1")).GetProperty("authorization_set").GetBoolean());
    }

    [Fact]
    public async Task Setting_a_URL_that_can_only_fail_prints_a_warning()
    {
        await using var node = await ApiNode.StartAsync();
        Assert.Matches(@"warning +.*169\.254\.169\.254", await OkAsync(node, "subscription", "set", "customer-1", "--callback-url", "http://169.254.169.254/latest"));
        Assert.DoesNotContain("warning", await OkAsync(node, "subscription", "set", "customer-2", "--callback-url", "https://example.com/hook"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_named_with_its_field_and_ends_with_1()
    {
        await using var node = await ApiNode.StartAsync("--Webhook:ApiKeys:0:Name=ops", $"--Webhook:ApiKeys:0:Key={Key}", "--Webhook:ApiKeys:0:Role=operator");
        await FailsAsync(node, "401", "subscription", "list");
        await FailsAsync(node, "404", "subscription", "show", "customer-1", "--key", Key);
        await FailsAsync(node, "422 callback_url: ", "subscription", "set", "customer-1", "--callback-url", "ftp://example.com", "--key", Key);
        await FailsAsync(node, "file: ", "event", "send", Path.Combine(_folder.Path, "missing.json"), "--subscription", "customer-1", "--key", Key);
        var file = Path.Combine(_folder.Path, "event.json");
        await File.WriteAllTextAsync(file, "{}");
        await FailsAsync(node, "--id: ", "event", "send", file, "--subscription", "customer-1", "--id", "é\n", "--key", Key);
        var (code, _, error) = await RunAsync(node, "subscription", "list", "--key", "ключ");
        Assert.Equal(1, code);
        Assert.StartsWith("--key, or the environment variable WEBHOOK_KEY, ", error, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(ApiNode node, params string[] arguments) =>
        Cli.RunAsync([.. arguments, "--url", node.Http.BaseAddress!.ToString()]);

    private static async Task<string> OkAsync(ApiNode node, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(node, arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {error}");
        return output;
    }

    private static async Task FailsAsync(ApiNode node, string text, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(node, arguments);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(text, error, StringComparison.Ordinal);
    }
}
