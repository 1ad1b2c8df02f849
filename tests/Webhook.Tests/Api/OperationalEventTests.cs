using System.Net;
using System.Text;
using System.Text.Json;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Messages;

namespace Webhook.Tests.Api;

/// <summary>What operators get POSTed to a URL of their own, on one real node and real sockets.</summary>
public sealed class OperationalEventTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Operations = "/v1/subscriptions/_operations";

    private ApiNode _node = null!;
    private ScriptedEndpoint _operators = null!;
    private ScriptedEndpoint _customers = null!;

    public async Task InitializeAsync()
    {
        _node = await ApiNode.StartAsync("--Webhook:Delivery:Retries=0", "--Webhook:Delivery:Interval=00:00:00.3", "--Webhook:Delivery:OutboxLimit=5");
        _operators = await ScriptedEndpoint.StartAsync();
        _customers = await ScriptedEndpoint.StartAsync(_ => 500);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _operators.DisposeAsync();
        await _customers.DisposeAsync();
    }

    [Fact]
    public async Task Operators_get_what_happens_from_then_on_signed_and_in_order_and_none_of_the_old_news()
    {
        await SuspendAsync("early-1", "event-1");
        await _node.OkAsync(HttpMethod.Put, Operations, JsonSerializer.Serialize(new { callback_url = _operators.Url, secret = Secret }));
        await SuspendAsync("shop-1", "event-1");
        _customers.Answer = _ => 200;
        await _node.SendAsync("shop-1", "event-2");
        await ToldAsync("suspended", "recovered");
        _customers.Answer = _ => 422;
        await _node.SendAsync("shop-1", "event-3");
        await ToldAsync("suspended", "recovered", "parked");
        await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/shop-1/pause");
        foreach (var id in new[] { "event-4", "event-5", "event-6" })
        {
            await _node.SendAsync("shop-1", id);
        }

        await ToldAsync("suspended", "recovered", "parked", "nearly_full");
        var first = _operators.All[0];
        Assert.Equal(("application/json", "127.0.0.1"), (first.Headers["Content-Type"], Body(first).GetProperty("data").GetProperty("host").GetString()));
        Assert.DoesNotContain("hook", Encoding.UTF8.GetString(first.Body), StringComparison.Ordinal);
        Assert.Equal(
            WebhookSignature.Sign([new Secret(Secret)], first.WebhookId, long.Parse(first.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture), first.Body),
            first.Headers["webhook-signature"]);
        await _node.AwaitAsync("_operations", view => view.GetProperty("delivered").GetInt32() == 4, "all are delivered");

        _customers.Answer = _ => 500;
        await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/early-1/resume");
        await _operators.CountAsync(5);
        Assert.Equal(("early-1", 2), (Data(_operators.All[4]).GetProperty("subscription").GetString(), Data(_operators.All[4]).GetProperty("suspensions").GetInt32()));
    }

    [Fact]
    public async Task The_operators_subscription_is_steered_like_any_other_and_takes_no_lesson_events()
    {
        await _node.OkAsync(HttpMethod.Put, Operations, JsonSerializer.Serialize(new { callback_url = _operators.Url }));
        var (status, problem) = await _node.CallAsync(
            HttpMethod.Post, $"{Operations}/events", Encoding.UTF8.GetString(LessonPayload.Render(Lessons.Sample("x", "event-1"))), "event-1");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "id"), (status, problem.GetProperty("field").GetString()));
        Assert.Contains("operators", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await _node.OkAsync(HttpMethod.Post, $"{Operations}/test");
        Assert.Equal("subscription.suspended", Body(_operators.All.Single()).GetProperty("type").GetString());

        await _node.OkAsync(HttpMethod.Post, $"{Operations}/pause");
        await SuspendAsync("shop-1", "event-1");
        await _node.AwaitAsync("_operations", view => view.GetProperty("undelivered").GetInt32() == 1, "the announcement is held");
        _operators.Answer = _ => 400;
        await _node.OkAsync(HttpMethod.Post, $"{Operations}/resume");
        await _node.AwaitAsync("_operations", view => view.GetProperty("parked").GetInt32() == 1, "the announcement is parked");
        _operators.Answer = _ => 200;
        await _node.OkAsync(HttpMethod.Post, $"{Operations}/replay", """{"all":true}""");
        await _node.AwaitAsync("_operations", view => view.GetProperty("delivered").GetInt32() == 1, "the announcement is delivered");
        Assert.Equal(_operators.All[1].WebhookId, _operators.All[2].WebhookId);
    }

    private async Task SuspendAsync(string id, string eventId)
    {
        await _node.CreateAsync(id, _customers.Url);
        await _node.SendAsync(id, eventId);
        await _node.AwaitAsync(id, view => view.GetProperty("phase").GetString() == "Suspended", $"{id} is suspended");
    }

    private async Task ToldAsync(params string[] kinds)
    {
        await _operators.CountAsync(kinds.Length);
        Assert.Equal(kinds, _operators.All.Select(r => Body(r).GetProperty("type").GetString()!.Split('.')[1]));
        Assert.All(_operators.All, r => Assert.Equal("shop-1", Data(r).GetProperty("subscription").GetString()));
    }

    private static JsonElement Body(Received received) => JsonSerializer.Deserialize<JsonElement>(received.Body);

    private static JsonElement Data(Received received) => Body(received).GetProperty("data");
}
