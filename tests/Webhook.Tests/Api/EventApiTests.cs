using System.Net;
using System.Text;
using System.Text.Json;
using Webhook.Messages;

namespace Webhook.Tests.Api;

public sealed class EventApiTests(SharedNode shared) : IClassFixture<SharedNode>
{
    private readonly ApiNode _node = shared.Node;

    [Fact]
    public async Task An_event_is_accepted_POSTed_in_its_one_form_and_known_as_a_duplicate()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        await _node.CreateAsync("send-1", endpoint.Url);
        var payload = Encoding.UTF8.GetString(LessonPayload.Render(Lessons.Sample("send-1", "event-1")));
        var loose = payload.Replace(",", " ,\n ", StringComparison.Ordinal);
        var (status, receipt) = await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/send-1/events", loose, "event-1");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("""{"event_id":"event-1","receipt":"accepted"}""", receipt.GetRawText());
        await endpoint.CountAsync(1);
        Assert.Equal(payload, Encoding.UTF8.GetString(endpoint.All[0].Body));
        Assert.Equal("duplicate", (await _node.SendAsync("send-1", "event-1")).GetProperty("receipt").GetString());
        var other = payload.Replace("Sampleson", "Other", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/send-1/events", other, "event-1")).Status);
    }

    [Theory]
    [InlineData("{}", "event-1", HttpStatusCode.UnprocessableEntity, "user")]
    [InlineData("{", "event-1", HttpStatusCode.UnprocessableEntity, "")]
    [InlineData("{}", "", HttpStatusCode.UnprocessableEntity, "Idempotency-Key")]
    [InlineData("{}", null, HttpStatusCode.UnprocessableEntity, "Idempotency-Key")]
    [InlineData("{}", "with space", HttpStatusCode.UnprocessableEntity, "Idempotency-Key")]
    public async Task A_wrong_event_is_turned_away_with_the_field_named(string body, string? eventId, HttpStatusCode expected, string field)
    {
        var (status, problem) = await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/nobody/events", body, eventId);
        Assert.Equal(expected, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task An_event_for_nobody_is_404_and_too_large_a_one_413()
    {
        var payload = Encoding.UTF8.GetString(LessonPayload.Render(Lessons.Sample("nobody", "event-1")));
        var (unknown, _) = await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/nobody/events", payload, "event-1");
        Assert.Equal(HttpStatusCode.NotFound, unknown);
        foreach (var size in new[] { Limits.PayloadBytes, 5 * Limits.PayloadBytes })
        {
            var large = payload.Replace("A Sample Lesson", new string('x', size), StringComparison.Ordinal);
            var (status, _) = await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/nobody/events", large, "event-1");
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        }
    }

    [Fact]
    public async Task A_full_outbox_of_a_suspended_subscription_turns_the_event_away_with_429_and_yet_starts_to_send_again()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(_ => 500);
        await _node.CreateAsync("full-1", endpoint.Url);
        for (var i = 1; i <= 5; i++)
        {
            await _node.SendAsync("full-1", $"event-{i}");
        }

        await _node.AwaitAsync("full-1", v => v.GetProperty("phase").GetString() == "Suspended", "the subscription is suspended");
        Assert.Equal(4, endpoint.All.Count);
        endpoint.Answer = _ => 200;
        var payload = Encoding.UTF8.GetString(LessonPayload.Render(Lessons.Sample("full-1", "event-6")));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/full-1/events", payload, "event-6")).Status);
        await _node.AwaitAsync("full-1", v => v.GetProperty("delivered").GetInt32() == 5, "all five are delivered");
        Assert.Equal(["event-1", "event-2", "event-3", "event-4", "event-5"], endpoint.All.Skip(4).Select(r => r.WebhookId));
    }

    [Fact]
    public async Task A_refused_event_is_parked_after_four_attempts_shown_with_a_curl_command_and_replayed()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(r => r.WebhookId == "event-1" ? 422 : 200);
        await _node.OkAsync(HttpMethod.Put, "/v1/subscriptions/park-1", JsonSerializer.Serialize(new { callback_url = endpoint.Url, authorization = "Bearer hush-2" }));
        await _node.SendAsync("park-1", "event-1");
        await _node.SendAsync("park-1", "event-2");
        await _node.AwaitAsync("park-1", v => v.GetProperty("parked").GetInt32() == 1, "the event is parked");
        var parked = Assert.Single((await _node.GetAsync("/v1/subscriptions/park-1/events?state=parked")).GetProperty("events").EnumerateArray());
        Assert.Equal(("event-1", 4), (parked.GetProperty("event_id").GetString(), parked.GetProperty("refusals").GetInt32()));

        var detail = await _node.GetAsync("/v1/subscriptions/park-1/events/event-1");
        Assert.Equal("Sample Sampleson", detail.GetProperty("payload").GetProperty("user").GetProperty("name").GetString());
        Assert.Equal(4, detail.GetProperty("attempts").GetArrayLength());
        Assert.StartsWith("curl -X POST ", detail.GetProperty("curl").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", detail.GetRawText(), StringComparison.Ordinal);

        endpoint.Answer = _ => 200;
        var replayed = await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/park-1/replay", """{"events":["event-1","event-9"]}""");
        Assert.Equal(1, replayed.GetProperty("queued").GetInt32());
        Assert.Equal("event-9", replayed.GetProperty("not_found")[0].GetString());
        await _node.AwaitAsync("park-1", v => v.GetProperty("delivered").GetInt32() == 2, "both are delivered");
        var attempts = (await _node.GetAsync("/v1/subscriptions/park-1/attempts")).GetProperty("attempts");
        Assert.Equal(6, attempts.GetArrayLength());
        Assert.Equal("Delivered", attempts[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Delivered_events_are_listed_and_sent_again_by_id_and_by_time_range()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        await _node.CreateAsync("again-1", endpoint.Url);
        var begin = DateTimeOffset.UtcNow;
        for (var i = 1; i <= 3; i++)
        {
            await _node.SendAsync("again-1", $"event-{i}");
        }

        await _node.AwaitAsync("again-1", v => v.GetProperty("delivered").GetInt32() == 3, "three are delivered");
        var delivered = (await _node.GetAsync("/v1/subscriptions/again-1/events?state=delivered")).GetProperty("events");
        Assert.Equal(["event-3", "event-2", "event-1"], delivered.EnumerateArray().Select(e => e.GetProperty("event_id").GetString()!));
        var detail = await _node.GetAsync("/v1/subscriptions/again-1/events/event-2");
        Assert.Equal("delivered", detail.GetProperty("state").GetString());

        await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/again-1/replay", """{"events":["event-2"]}""");
        await endpoint.CountAsync(4);
        Assert.Equal("event-2", endpoint.All[3].WebhookId);
        await _node.AwaitAsync("again-1", v => v.GetProperty("delivered").GetInt32() == 4, "the replayed one is delivered");

        var replayed = await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/again-1/replay", JsonSerializer.Serialize(new { since = begin }));
        Assert.Equal(3, replayed.GetProperty("queued").GetInt32());
        await endpoint.CountAsync(7);
        Assert.Equal(endpoint.All[0].Body, endpoint.All[4].Body);
    }

    [Fact]
    public async Task A_held_event_is_dropped_for_good()
    {
        await _node.CreateAsync("drop-1", "http://127.0.0.1:9/hook");
        await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/drop-1/pause");
        await _node.SendAsync("drop-1", "event-1");
        await _node.OkAsync(HttpMethod.Delete, "/v1/subscriptions/drop-1/events/event-1");
        Assert.Equal(0, (await _node.GetAsync("/v1/subscriptions/drop-1")).GetProperty("undelivered").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await _node.CallAsync(HttpMethod.Delete, "/v1/subscriptions/drop-1/events/event-1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _node.CallAsync(HttpMethod.Get, "/v1/subscriptions/drop-1/events/event-1")).Status);
    }

    [Fact]
    public async Task A_test_POST_reports_its_outcome_and_touches_neither_outbox_nor_retry_state()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(_ => 503);
        await _node.CreateAsync("test-1", endpoint.Url);
        var report = await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/test-1/test");
        Assert.Equal(("Failed", 503), (report.GetProperty("outcome").GetString(), report.GetProperty("status").GetInt32()));
        var post = Assert.Single(endpoint.All);
        Assert.Equal("true", post.Headers["webhook-test"]);
        var view = await _node.GetAsync("/v1/subscriptions/test-1");
        Assert.Equal(("Idle", JsonValueKind.Null), (view.GetProperty("phase").GetString(), view.GetProperty("retry").ValueKind));
    }
}
