using System.Net;
using System.Net.Http.Headers;
using Webhook.Tests.Api;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Telemetry;

// Alone: the exporter listens to all meters of the name in this process, those of other tests' nodes, too.
[Collection(nameof(Processes))]
public sealed class MetricsEndpointTests
{
    private const string Operator = "operator-key-of-the-metrics-test";
    private const string HeaderValue = "header-value-of-the-metrics-test";

    [Fact]
    public async Task Prometheus_reads_every_metric_with_an_operator_key_and_no_label_names_a_subscription()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        await using var node = await ApiNode.StartAsync(
            "--Webhook:ApiKeys:0:Name=lessons", "--Webhook:ApiKeys:0:Key=sender-key-of-the-metrics-test", "--Webhook:ApiKeys:0:Role=sender",
            "--Webhook:ApiKeys:1:Name=ops", $"--Webhook:ApiKeys:1:Key={Operator}", "--Webhook:ApiKeys:1:Role=operator");
        Assert.Equal(HttpStatusCode.Unauthorized, (await ScrapeAsync(node, null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ScrapeAsync(node, "sender-key-of-the-metrics-test")).Status);

        node.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Operator);
        await node.OkAsync(HttpMethod.Put, "/v1/subscriptions/metrics-1", $$"""{"callback_url":"{{endpoint.Url}}","authorization":"{{HeaderValue}}"}""");
        await node.SendAsync("metrics-1", "event-1");
        await node.SendAsync("metrics-1", "event-1");
        await node.CallAsync(HttpMethod.Post, "/v1/subscriptions/metrics-1/events", "{}", "event-2");
        await node.CallAsync(HttpMethod.Post, "/v1/subscriptions/unknown/events", System.Text.Encoding.UTF8.GetString(Webhook.Messages.LessonPayload.Render(Lessons.Sample("unknown", "e"))), "event-3");
        await endpoint.CountAsync(1);

        var text = "";
        string[] expected =
        [
            "webhook_events_accepted_total 1", "webhook_events_duplicate_total 1", "webhook_events_rejected_total{reason=\"invalid\"} 1",
            "webhook_events_rejected_total{reason=\"no_subscription\"} 1", "webhook_attempts_total{outcome=\"delivered\"} 1",
            "webhook_attempt_duration_seconds_count{outcome=\"delivered\"} 1", "webhook_attempt_lateness_seconds_count 1", "webhook_delivery_latency_seconds_count 1",
            "webhook_undelivered 0", "webhook_parked 0", "webhook_subscriptions{phase=\"idle\"} 1", "webhook_subscriptions{phase=\"suspended\"} 0", "webhook_in_flight 0",
            "webhook_in_line 0", "webhook_summary_lag_seconds 0", "webhook_cluster_members 1", "webhook_cluster_unreachable 0",
            "webhook_health{check=\"journal\"} 1", "webhook_health{check=\"member\"} 1",
        ];
        await Eventually.TrueAsync(
            async () =>
            {
                text = Plain((await ScrapeAsync(node, Operator)).Text);
                return expected.All(line => text.Contains(line + " ", StringComparison.Ordinal) || text.Contains(line + "\n", StringComparison.Ordinal));
            },
            "every metric shows");
        Assert.DoesNotContain("metrics-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain(HeaderValue, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Operator, text, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> ScrapeAsync(ApiNode node, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await node.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Without the label that names the meter, which every line carries.</summary>
    private static string Plain(string text) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(text, "otel_scope_[a-z_]+=\"[^\"]*\",?", ""), @"\{\}|,(?=\})", "");
}
