using System.Net;
using System.Text.Json;
using Webhook.Messages;

namespace Webhook.Tests.Api;

public sealed class SubscriptionApiTests(SharedNode shared) : IClassFixture<SharedNode>
{
    private readonly ApiNode _node = shared.Node;

    [Fact]
    public async Task Put_creates_with_201_changes_with_200_and_never_shows_header_value_or_secret()
    {
        const string body = """{"callback_url":"https://example.com/hook","authorization":"Bearer hush-1","secret":"whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"}""";
        var (created, view) = await _node.CallAsync(HttpMethod.Put, "/v1/subscriptions/put-1", body);
        Assert.Equal(HttpStatusCode.Created, created);
        Assert.True(view.GetProperty("authorization_set").GetBoolean());
        Assert.True(view.GetProperty("secret_set").GetBoolean());
        Assert.Equal("Idle", view.GetProperty("phase").GetString());
        Assert.DoesNotContain("hush", view.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", view.GetRawText(), StringComparison.Ordinal);

        var (changed, after) = await _node.CallAsync(HttpMethod.Put, "/v1/subscriptions/put-1", """{"authorization":null,"max_in_flight":4}""");
        Assert.Equal(HttpStatusCode.OK, changed);
        Assert.False(after.GetProperty("authorization_set").GetBoolean());
        Assert.True(after.GetProperty("secret_set").GetBoolean());
        Assert.Equal(4, after.GetProperty("max_in_flight").GetInt32());
        Assert.Equal("https://example.com/hook", after.GetProperty("callback_url").GetString());
        Assert.Matches(@"^127\.0\.0\.1:\d+$", after.GetProperty("node").GetString());
    }

    [Theory]
    [InlineData("""{}""", "callback_url")]
    [InlineData("""{"callback_url":null}""", "callback_url")]
    [InlineData("""{"callback_url":"ftp://example.com"}""", "callback_url")]
    [InlineData("""{"callback_url":"https://user:pw@example.com"}""", "callback_url")]
    [InlineData("""{"callback_url":"https://example.com/#part"}""", "callback_url")]
    [InlineData("""{"callback_url":"/hook"}""", "callback_url")]
    [InlineData("""{"callback_url":7}""", "callback_url")]
    [InlineData("""{"callback_url":"https://example.com","authorization":"a\r\nb"}""", "authorization")]
    [InlineData("""{"callback_url":"https://example.com","authorization":"\ud800"}""", "authorization")]
    [InlineData("""{"callback_url":"https://example.com","max_in_flight":33}""", "max_in_flight")]
    [InlineData("""{"callback_url":"https://example.com","max_in_flight":"two"}""", "max_in_flight")]
    [InlineData("""{"callback_url":"https://example.com","max_in_flight":"\ud800"}""", "max_in_flight")]
    [InlineData("""{"callback_url":"https://example.com","secret":"whsec_short"}""", "secret")]
    [InlineData("""{"callback_url":"https://example.com","calback":"x"}""", "calback")]
    public async Task A_wrong_field_is_named_and_nothing_is_stored(string body, string field)
    {
        var (status, problem) = await _node.CallAsync(HttpMethod.Put, "/v1/subscriptions/wrong-1", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(HttpStatusCode.NotFound, (await _node.CallAsync(HttpMethod.Get, "/v1/subscriptions/wrong-1")).Status);
    }

    [Theory]
    [InlineData("PUT", "/v1/subscriptions/x", "{", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "/v1/subscriptions/x", "[]", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "/v1/subscriptions/x", """{"callback_url":"https://a.b","callback_url":"https://c.d"}""", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "/v1/subscriptions/-x", """{"callback_url":"https://a.b"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("PUT", "/v1/subscriptions/x%0Ay", """{"callback_url":"https://a.b"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("GET", "/v1/subscriptions/nobody", null, HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/v1/subscriptions/nobody", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/subscriptions/nobody/pause", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/subscriptions/nobody/resume", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/subscriptions/nobody/test", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/subscriptions/nobody/replay", """{"all":true}""", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/subscriptions/nobody/replay", """{"all":false}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/v1/subscriptions/nobody/replay", """{}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/v1/subscriptions/nobody/replay", """{"events":[1]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/v1/subscriptions/nobody/replay", """{"events":[]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/v1/subscriptions/nobody/replay", """{"since":"yesterday"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/v1/subscriptions/nobody/replay", """{"until":"2026-01-01T00:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/v1/subscriptions/nobody/replay", """{"since":"2026-01-02T00:00:00Z","until":"2026-01-01T00:00:00Z"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("GET", "/v1/subscriptions/nobody/events", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/subscriptions/nobody/events?state=lost", null, HttpStatusCode.UnprocessableEntity)]
    [InlineData("GET", "/v1/subscriptions/nobody/events?limit=0", null, HttpStatusCode.UnprocessableEntity)]
    [InlineData("GET", "/v1/subscriptions/nobody/events?limit=many", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/subscriptions/nobody/events/event-1", null, HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/v1/subscriptions/nobody/events/event-1", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/subscriptions/nobody/attempts", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/subscriptions?phase=Sleeping", null, HttpStatusCode.UnprocessableEntity)]
    [InlineData("GET", "/v1/subscriptions?phase=3", null, HttpStatusCode.UnprocessableEntity)]
    [InlineData("GET", "/v1/subscriptions?limit=100000", null, HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/v1/cluster/leave", """{"address":"127.0.0.1:1"}""", HttpStatusCode.NotFound)]
    [InlineData("POST", "/v1/cluster/down", """{}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("GET", "/v2/subscriptions", null, HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/v1/subscriptions/x", "{}", HttpStatusCode.MethodNotAllowed)]
    public async Task Bad_input_gets_a_clear_4xx(string method, string path, string? body, HttpStatusCode expected)
    {
        var (status, problem) = await _node.CallAsync(new HttpMethod(method), path, body);
        Assert.Equal(expected, status);
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("/v1/subscriptions?limit=many", "limit")]
    [InlineData("/v1/subscriptions/nobody/events?limit=99999999999", "limit")]
    [InlineData("/v1/subscriptions/nobody/events?after=x", "after")]
    [InlineData("/v1/subscriptions?after=%00", "after")]
    [InlineData("/v1/subscriptions?phase=Waiting,Suspended", "phase")]
    public async Task A_wrong_value_in_a_query_is_named(string path, string field)
    {
        var (status, problem) = await _node.CallAsync(HttpMethod.Get, path);
        Assert.InRange((int)status, 400, 422);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("Waiting")]
    public async Task Phases_are_found_by_name_whatever_the_case(string phase) =>
        Assert.Equal(HttpStatusCode.OK, (await _node.CallAsync(HttpMethod.Get, $"/v1/subscriptions?phase={phase}&after=_operations")).Status);

    [Fact]
    public async Task A_body_of_another_content_type_is_415()
    {
        var (status, problem) = await _node.CallAsync(HttpMethod.Put, "/v1/subscriptions/x", "{}", contentType: "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Equal(415, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task The_list_is_paged_by_id_and_filtered_by_phase()
    {
        foreach (var id in new[] { "list-a", "list-b", "list-c" })
        {
            await _node.CreateAsync(id, "https://example.com/hook");
        }

        await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/list-b/pause");
        await Hosting.Eventually.TrueAsync(
            async () => Ids(await _node.GetAsync("/v1/subscriptions?phase=paused&after=list-")) is ["list-b"], "the list shows the pause");
        var page = await _node.GetAsync("/v1/subscriptions?after=list-&limit=2");
        Assert.Equal(["list-a", "list-b"], Ids(page));
        Assert.Equal("list-b", page.GetProperty("next").GetString());
        Assert.Equal("list-c", Ids(await _node.GetAsync("/v1/subscriptions?after=list-b&limit=1"))[0]);
    }

    [Fact]
    public async Task A_cancelled_subscription_stays_readable_and_begins_anew_only_with_discard()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(_ => 500);
        await _node.CreateAsync("cancel-1", endpoint.Url);
        await _node.SendAsync("cancel-1", "event-1");
        await endpoint.CountAsync(1);
        Assert.Equal("Cancelled", (await _node.OkAsync(HttpMethod.Delete, "/v1/subscriptions/cancel-1")).GetProperty("phase").GetString());
        Assert.Single((await _node.GetAsync("/v1/subscriptions/cancel-1/events")).GetProperty("events").EnumerateArray());
        var payload = System.Text.Encoding.UTF8.GetString(LessonPayload.Render(Lessons.Sample("cancel-1", "event-2")));
        Assert.Equal(HttpStatusCode.NotFound, (await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/cancel-1/events", payload, "event-2")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/cancel-1/replay", """{"all":true}""")).Status);
        var body = JsonSerializer.Serialize(new { callback_url = endpoint.Url });
        Assert.Equal(HttpStatusCode.Conflict, (await _node.CallAsync(HttpMethod.Put, "/v1/subscriptions/cancel-1", body)).Status);
        var (status, view) = await _node.CallAsync(HttpMethod.Put, "/v1/subscriptions/cancel-1?discard=true", body);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal((2, 0), (view.GetProperty("generation").GetInt32(), view.GetProperty("undelivered").GetInt32()));
        Assert.Equal("accepted", (await _node.SendAsync("cancel-1", "event-1")).GetProperty("receipt").GetString());
    }

    private static string[] Ids(JsonElement page) => page.GetProperty("subscriptions").EnumerateArray().Select(s => s.GetProperty("id").GetString()!).ToArray();
}
