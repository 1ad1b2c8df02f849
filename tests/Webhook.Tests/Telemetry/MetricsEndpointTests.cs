using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Webhook.Harness.Nodes;
using Webhook.Messages;
using Webhook.Tests.Api;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Telemetry;

// A process of its own: the exporter listens to all meters of the name in its process, those of other tests' actors, too.
[Collection(nameof(Processes))]
public sealed class MetricsEndpointTests
{
    private const string Operator = "operator-key-of-the-metrics-test";
    private const string HeaderValue = "header-value-of-the-metrics-test";

    [Fact]
    public async Task Prometheus_reads_every_metric_with_an_operator_key_and_no_label_names_a_subscription()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        using var node = new NodeProcess(
            "--Webhook:ApiKeys:0:Name=lessons", "--Webhook:ApiKeys:0:Key=sender-key-of-the-metrics-test", "--Webhook:ApiKeys:0:Role=sender",
            "--Webhook:ApiKeys:1:Name=ops", $"--Webhook:ApiKeys:1:Key={Operator}", "--Webhook:ApiKeys:1:Role=operator");
        await node.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await ScrapeAsync(node, null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ScrapeAsync(node, "sender-key-of-the-metrics-test")).Status);

        node.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Operator);
        using var put = await node.Api.PutAsJsonAsync("/v1/subscriptions/metrics-1", new { callback_url = endpoint.Url, authorization = HeaderValue });
        put.EnsureSuccessStatusCode();
        var lesson = LessonPayload.Render(Lessons.Sample("metrics-1", "event-1"));
        Assert.Equal(HttpStatusCode.Accepted, await HandOverAsync(node, "metrics-1", "event-1", lesson));
        Assert.Equal(HttpStatusCode.Accepted, await HandOverAsync(node, "metrics-1", "event-1", lesson));
        await HandOverAsync(node, "metrics-1", "event-2", "{}"u8.ToArray());
        await HandOverAsync(node, "unknown", "event-3", LessonPayload.Render(Lessons.Sample("unknown", "event-3")));
        await endpoint.CountAsync(1);

        var text = "";
        string[] expected =
        [
            "webhook_events_accepted_total 1", "webhook_events_duplicate_total 1", "webhook_events_rejected_total{reason=\"invalid\"} 1",
            "webhook_events_rejected_total{reason=\"no_subscription\"} 1", "webhook_events_relayed_total 0", "webhook_attempts_total{outcome=\"delivered\"} 1",
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

    private static async Task<HttpStatusCode> HandOverAsync(NodeProcess node, string subscription, string eventId, byte[] payload)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/subscriptions/{subscription}/events")
        {
            Content = new ByteArrayContent(payload) { Headers = { { "Content-Type", "application/json" } } },
            Headers = { { "Idempotency-Key", eventId } },
        };
        using var answer = await node.Api.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, string Text)> ScrapeAsync(NodeProcess node, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await node.Api.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Without the label that names the meter, which every line carries.</summary>
    private static string Plain(string text) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(text, "otel_scope_[a-z_]+=\"[^\"]*\",?", ""), @"\{\}|,(?=\})", "");
}
