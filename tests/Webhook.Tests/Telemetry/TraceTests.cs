using System.Collections.Concurrent;
using System.Diagnostics;
using Webhook.Harness.Nodes;
using Webhook.Harness.Waiting;
using Webhook.Messages;
using Webhook.Tests.Api;

namespace Webhook.Tests.Telemetry;

[Collection(nameof(Processes))]
public sealed class TraceTests
{
    [Fact]
    public async Task One_trace_leads_from_the_sender_to_the_first_POST_and_a_retry_is_linked_to_it()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var answers = new ConcurrentQueue<int>([500, 200, 200]);
        await using var endpoint = await ScriptedEndpoint.StartAsync(_ => answers.TryDequeue(out var status) ? status : 200);
        using var node = new NodeProcess(new NodeSetup
        {
            Settings = ["--Webhook:Delivery:Interval=00:00:00.5"],
            Environment = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Url,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            },
        });
        await node.StartAsync();
        await node.CreateSubscriptionAsync("traced", endpoint.Url);

        ActivityContext sent = default;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            // Other tests' senders in this process are heard, too.
            ActivityStopped = activity => sent = activity.GetTagItem(Tracing.SubscriptionTag) is "traced" ? activity.Context : sent,
        };
        ActivitySource.AddActivityListener(listener);
        await using var sender = LessonEventSender.Connect(new LessonEventSenderOptions { ContactPoints = [node.ContactPoint] });
        Assert.IsType<Accepted>(await sender.SendAsync(Lessons.Sample("traced", "event-1")));
        await endpoint.CountAsync(2);
        await Patience.UntilAsync(
            () => Task.FromResult(
                receiver.Spans.Count(s => s.Name == "webhook post") == 2
                && new[] { "webhook gateway", "webhook accept", "webhook journal" }.All(name => receiver.Spans.Any(s => s.Name == name))),
            () => $"the spans of a hand-over and of two POSTs; there are {string.Join(", ", receiver.Spans)}",
            TimeSpan.FromSeconds(20));

        // A sender that waits long for its receipt hands over again: the hand-over that was written is the one followed.
        var spans = receiver.Spans;
        var journal = Assert.Single(spans, s => s.Name == "webhook journal");
        var accept = Assert.Single(spans, s => s.SpanId == journal.ParentId);
        var gateway = Assert.Single(spans, s => s.SpanId == accept.ParentId);
        var first = Assert.Single(spans, s => s.Name == "webhook post" && s.TraceId == journal.TraceId);
        var retry = Assert.Single(spans, s => s.Name == "webhook post" && s.TraceId != journal.TraceId);
        Assert.Equal(("webhook accept", "webhook gateway"), (accept.Name, gateway.Name));
        Assert.All(new[] { gateway, accept, journal, first }, span => Assert.Equal(sent.TraceId.ToHexString(), span.TraceId));
        Assert.Equal(
            (sent.SpanId.ToHexString(), gateway.SpanId, accept.SpanId, accept.SpanId),
            (gateway.ParentId, accept.ParentId, journal.ParentId, first.ParentId));
        Assert.NotEqual(accept.TraceId, retry.TraceId);
        Assert.Equal(("", $"{accept.TraceId}-{accept.SpanId}"), (retry.ParentId, Assert.Single(retry.Links)));
        Assert.Equal([first.TraceParent, retry.TraceParent], endpoint.All.Select(r => r.Headers["traceparent"]));
        Assert.Equal(("traced", "event-1", "failed"), (first.Tags[Tracing.SubscriptionTag], first.Tags[Tracing.EventTag], first.Tags["webhook.outcome"]));

        await HandOverAsync(node, "event-2", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await Patience.UntilAsync(() => Task.FromResult(receiver.Spans.Count(s => s.Name == "webhook post") == 3), () => "the third POST's span", TimeSpan.FromSeconds(20));
        var byHttp = receiver.Spans.Where(s => s.TraceId == "0af7651916cd43dd8448eb211c80319c").ToDictionary(s => s.Name);
        Assert.Equal("b7ad6b7169203331", byHttp["webhook gateway"].ParentId);
        Assert.Equal(byHttp["webhook accept"].SpanId, byHttp["webhook post"].ParentId);
        await Patience.UntilAsync(
            () => Task.FromResult(receiver.Exports.Keys.Order().SequenceEqual(["logs", "metrics", "traces"])),
            () => $"logs and metrics too; there are {string.Join(", ", receiver.Exports.Keys)}",
            TimeSpan.FromSeconds(20));

        Assert.Contains("Subscription traced: event event-1 delivered (200", node.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.AspNetCore.Hosting", node.Output, StringComparison.Ordinal);
    }

    private static async Task HandOverAsync(NodeProcess node, string eventId, string traceParent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/subscriptions/traced/events")
        {
            Content = new ByteArrayContent(LessonPayload.Render(Lessons.Sample("traced", eventId))) { Headers = { { "Content-Type", "application/json" } } },
            Headers = { { "Idempotency-Key", eventId }, { "traceparent", traceParent } },
        };
        using var answer = await node.Api.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
