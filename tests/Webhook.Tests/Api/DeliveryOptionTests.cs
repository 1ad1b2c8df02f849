using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Webhook.Cluster.Delivery;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

/// <summary>Options do what they say by way of the production wiring, not only where they are read.</summary>
public sealed class DeliveryOptionTests
{
    private const string Id = "customer-1";
    private const int Events = 5;

    [Fact]
    public async Task Timeout_ends_an_exchange()
    {
        using var released = new ManualResetEventSlim();
        await using var endpoint = await ScriptedEndpoint.StartAsync(_ => Held(released));
        await using var node = await ApiNode.StartAsync("--Webhook:Delivery:Timeout=00:00:00.3");
        await node.CreateAsync(Id, endpoint.Url);
        var report = await node.OkAsync(HttpMethod.Post, $"/v1/subscriptions/{Id}/test");
        released.Set();
        Assert.Equal("Failed", report.GetProperty("outcome").GetString());
        Assert.Contains("within 0.3 s", report.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_follow_a_failure_so_often_each_after_Interval()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(_ => StatusCodes.Status500InternalServerError);
        await using var node = await ApiNode.StartAsync("--Webhook:Delivery:Retries=1", "--Webhook:Delivery:Interval=00:00:00.5");
        await node.CreateAsync(Id, endpoint.Url);
        await node.SendAsync(Id, "event-1");
        await node.AwaitAsync(Id, v => v.GetProperty("phase").GetString() == "Suspended", "it is suspended");
        Assert.Equal(2, endpoint.All.Count);
        var attempts = (await node.GetAsync($"/v1/subscriptions/{Id}/attempts")).GetProperty("attempts");
        var starts = attempts.EnumerateArray().Select(a => a.GetProperty("started_at").GetDateTimeOffset()).Order().ToList();
        Assert.True(starts[1] - starts[0] >= TimeSpan.FromSeconds(0.5), $"the retry came after {starts[1] - starts[0]}");
    }

    [Theory]
    [InlineData(nameof(DeliveryOptions.MaxInFlightPerHost))]
    [InlineData(nameof(DeliveryOptions.MaxInFlightPerNode))]
    public async Task Caps_let_so_many_POSTs_begin_and_have_the_others_wait(string cap)
    {
        using var released = new ManualResetEventSlim();
        await using var endpoint = await ScriptedEndpoint.StartAsync(_ => Held(released));
        await using var node = await ApiNode.StartAsync($"--Webhook:Delivery:{cap}=2");
        await node.OkAsync(HttpMethod.Put, $"/v1/subscriptions/{Id}", JsonSerializer.Serialize(new { callback_url = endpoint.Url, max_in_flight = 8 }));
        for (var i = 0; i < Events; i++)
        {
            await node.SendAsync(Id, $"event-{i}");
        }

        var slots = node.Services.GetRequiredService<PostSlots>();
        await Eventually.TrueAsync(
            () => (slots.InFlight, slots.Waiting) == (2, Events - 2), $"two are in flight and the others wait; {slots.InFlight} and {slots.Waiting} are");
        released.Set();
        await endpoint.CountAsync(Events);
    }

    [Fact]
    public async Task OutboxLimit_turns_away_what_is_more()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        await using var node = await ApiNode.StartAsync("--Webhook:Delivery:OutboxLimit=1");
        await node.CreateAsync(Id, endpoint.Url);
        await node.OkAsync(HttpMethod.Post, $"/v1/subscriptions/{Id}/pause");
        await node.SendAsync(Id, "event-1");
        var payload = System.Text.Encoding.UTF8.GetString(Webhook.Messages.LessonPayload.Render(Lessons.Sample(Id, "event-2")));
        var (status, _) = await node.CallAsync(HttpMethod.Post, $"/v1/subscriptions/{Id}/events", payload, "event-2");
        Assert.Equal(429, (int)status);
    }

    private static int Held(ManualResetEventSlim released)
    {
        released.Wait(TimeSpan.FromSeconds(30));
        return StatusCodes.Status200OK;
    }
}
