using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Nodes;
using Webhook.Messages;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Browser;

/// <summary>What a test arranges beside the browser, through a node's HTTP interface.</summary>
internal sealed class Customers(NodeProcess node)
{
    private static readonly TimeSpan FollowsWithin = TimeSpan.FromSeconds(2);

    /// <summary>A subscription with <paramref name="events"/> accepted events.</summary>
    public async Task CreateAsync(string id, string url, int events = 0)
    {
        await node.CreateSubscriptionAsync(id, url);
        for (var i = 1; i <= events; i++)
        {
            await SendAsync(id, $"lesson-{i}");
        }
    }

    public async Task SendAsync(string id, string eventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/subscriptions/{id}/events");
        request.Content = new ByteArrayContent(LessonPayload.Render(Lessons.Sample(id, eventId)));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", eventId);
        using var answer = await node.Api.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public Task<JsonElement> ViewAsync(string id) => node.Api.GetFromJsonAsync<JsonElement>($"/v1/subscriptions/{id}");

    public Task UntilAsync(string id, Func<JsonElement, bool> condition, string what) =>
        Eventually.TrueAsync(async () => condition(await ViewAsync(id)), $"{id}: {what}", seconds: 60);

    /// <summary>Waits for the phase, and fails unless the open page shows it within two seconds from then.</summary>
    public async Task FollowsAsync(Window window, string id, string phase)
    {
        await UntilAsync(id, v => v.GetProperty("phase").GetString() == phase, $"it is {phase}");
        var watch = Stopwatch.StartNew();
        await window.Page.Locator("h1 .phase", new() { HasText = phase }).WaitForAsync();
        Assert.True(watch.Elapsed < FollowsWithin, $"The page showed {phase} {watch.Elapsed} after the subscription was so");
    }

    /// <summary>A link for the customer, as its path with the token.</summary>
    public async Task<string> LinkAsync(string id)
    {
        using var answer = await node.Api.PostAsync(new Uri($"/v1/subscriptions/{id}/link", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
        var link = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("link").GetString()!;
        return new Uri(link).PathAndQuery + new Uri(link).Fragment;
    }

    public async Task CreateAnewAsync(string id, string url)
    {
        using var gone = await node.Api.DeleteAsync(new Uri($"/v1/subscriptions/{id}", UriKind.Relative));
        using var anew = await node.Api.PutAsJsonAsync($"/v1/subscriptions/{id}?discard=true", new { callback_url = url });
        anew.EnsureSuccessStatusCode();
    }
}
