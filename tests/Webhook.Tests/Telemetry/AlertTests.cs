using System.Text.Json;
using System.Text.RegularExpressions;
using Webhook.Harness.Databases;
using Webhook.Harness.Monitoring;
using Webhook.Harness.Nodes;
using Webhook.Harness.Waiting;
using Webhook.Messages;
using Webhook.Tests.Api;
using Webhook.Tests.Packaging;

namespace Webhook.Tests.Telemetry;

[Collection(nameof(Processes))]
public sealed partial class AlertTests
{
    private const string Key = "operator-key-of-the-alert-test";
    private static readonly string Rules = Repository.Read("monitoring", "prometheus", "alerts.yaml");

    [Fact]
    public async Task Promtool_accepts_the_rules_and_the_configuration_and_each_alert_fires_when_it_should_and_not_before()
    {
        var folder = Repository.PathOf("monitoring", "prometheus");
        await ToolRun.OfAsync("promtool", "check", "rules", Path.Combine(folder, "alerts.yaml"));
        await ToolRun.OfAsync("promtool", "check", "config", "--syntax-only", Path.Combine(folder, "prometheus.yaml"));
        await ToolRun.OfAsync("promtool", "test", "rules", Path.Combine(folder, "alerts.test.yaml"));
        var tests = Repository.Read("monitoring", "prometheus", "alerts.test.yaml");
        var manual = Repository.Read("docs", "operating.md");
        Assert.All(AlertNames(), name =>
        {
            Assert.Contains($"alertname: {name}\n        exp_alerts:", tests, StringComparison.Ordinal);
            Assert.Contains($"docs/operating.md#{name.ToLowerInvariant()}\n", Rules, StringComparison.Ordinal);
            Assert.Contains($"### {name}\n", manual, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_suspended_subscription_of_a_real_node_makes_a_real_Prometheus_fire_and_every_metric_of_rules_and_dashboard_is_there()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(received => received.WebhookId == "event-1" ? 200 : 500);
        using var node = new NodeProcess(new NodeSetup { OperatorKey = Key, Settings = ["--Webhook:Delivery:Retries=0"] });
        await node.StartAsync();
        await node.CreateSubscriptionAsync("alerting", endpoint.Url);
        await SendAsync(node, "event-1");
        await SendAsync(node, "event-2");

        // The alerts of the file itself; only the time for which a fault must last is left out.
        await using var prometheus = await PrometheusServer.StartAsync(Lasting().Replace(Rules, ""), $"127.0.0.1:{node.Setup.HttpPort}", Key);
        IReadOnlyDictionary<string, string> firing = new Dictionary<string, string>();
        await Patience.UntilAsync(
            async () => (firing = await prometheus.FiringAsync()).ContainsKey("WebhookSubscriptionsSuspended"),
            () => $"the alert fires; these do: {string.Join(", ", firing.Keys)}",
            TimeSpan.FromSeconds(20));
        Assert.Equal(["WebhookSubscriptionsSuspended"], firing.Keys);
        Assert.StartsWith("1 subscriptions are suspended", firing["WebhookSubscriptionsSuspended"], StringComparison.Ordinal);

        var metrics = await node.Api.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.All(MetricNames(Rules).Concat(MetricNames(DashboardQueries())), name => Assert.Matches($@"(?m)^{name}[{{ ]", metrics));
    }

    private static async Task SendAsync(NodeProcess node, string eventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/subscriptions/alerting/events")
        {
            Content = new ByteArrayContent(LessonPayload.Render(Lessons.Sample("alerting", eventId))) { Headers = { { "Content-Type", "application/json" } } },
            Headers = { { "Idempotency-Key", eventId } },
        };
        using var answer = await node.Api.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private static IEnumerable<string> AlertNames() => Alert().Matches(Rules).Select(m => m.Groups[1].Value);

    private static IEnumerable<string> MetricNames(string text) => Metric().Matches(text).Select(m => m.Value).Distinct();

    private static string DashboardQueries()
    {
        var dashboard = JsonSerializer.Deserialize<JsonElement>(Repository.Read("monitoring", "grafana", "webhook.json"));
        return string.Join('\n', dashboard.GetProperty("panels").EnumerateArray()
            .SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .Select(t => t.GetProperty("expr").GetString()));
    }

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"\bwebhook_\w+\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?m)^\s*for: \w+\n")]
    private static partial Regex Lasting();
}
