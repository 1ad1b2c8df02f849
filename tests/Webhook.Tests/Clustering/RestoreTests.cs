using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Databases;
using Webhook.Harness.Nodes;
using Webhook.Messages;
using Webhook.Tests.Crash;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Clustering;

[Collection(nameof(Crashes))]
public sealed class RestoreTests : IDisposable
{
    private const string Paused = "customer-paused";
    private const string Waiting = "customer-waiting";
    private const string Later = "customer-later";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restoring_an_older_state_repeats_what_was_delivered_since_takes_up_due_work_and_forgets_what_came_later()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var endpoint = await CountingEndpoint.StartAsync();
        using var node = new NodeProcess(new NodeSetup { Database = server.Database, Settings = ["--Webhook:Delivery:Interval=00:00:05"] });
        await node.StartAsync();
        await using var sender = LessonEventSender.Connect(new LessonEventSenderOptions { ContactPoints = [node.ContactPoint] });
        await HoldTwoEventsAsync(node, endpoint, sender);

        var backup = Path.Combine(_folder.Path, "backup");
        await server.BackUpAsync(backup);
        await DeliverEverythingAsync(node, endpoint, sender);
        node.Terminate();
        await node.ExitedAsync();
        await server.RestoreAsync(backup);
        await node.StartAsync();

        await Eventually.TrueAsync(() => endpoint.TimesOf(Waiting, "event-0") == 2, "the retry that was due since the backup is made unasked");
        Assert.Equal(("Paused", 1), await LookAsync(node, Paused));
        await PostAsync(node, $"/v1/subscriptions/{Paused}/resume");
        await Eventually.TrueAsync(() => endpoint.TimesOf(Paused, "event-0") == 2, "what was delivered since the backup is delivered again");
        Assert.IsType<Duplicate>(await sender.SendAsync(Lessons.Sample(Paused, "event-0")));
        Assert.IsType<Accepted>(await SendAsync(sender, Paused, "event-1"));
        await Eventually.TrueAsync(() => endpoint.TimesOf(Paused, "event-1") == 2, "an event handed over since the backup is new again");
        Assert.Equal(RejectReason.NoSubscription, Assert.IsType<Rejected>(await SendAsync(sender, Later, "event-1")).Reason);
    }

    private static async Task HoldTwoEventsAsync(NodeProcess node, CountingEndpoint endpoint, LessonEventSender sender)
    {
        await node.CreateSubscriptionAsync(Paused, endpoint.UrlOf(Paused));
        await PostAsync(node, $"/v1/subscriptions/{Paused}/pause");
        await node.CreateSubscriptionAsync(Waiting, endpoint.UrlOf(Waiting));
        endpoint.IsDown = true;
        foreach (var id in new[] { Paused, Waiting })
        {
            Assert.True(await sender.SendAsync(Lessons.Sample(id, "event-0")) is Accepted or Duplicate);
        }

        await Eventually.TrueAsync(async () => await LookAsync(node, Waiting) == ("Waiting", 1), "the first attempt failed");
    }

    private static async Task DeliverEverythingAsync(NodeProcess node, CountingEndpoint endpoint, LessonEventSender sender)
    {
        endpoint.IsDown = false;
        await PostAsync(node, $"/v1/subscriptions/{Paused}/resume");
        await node.CreateSubscriptionAsync(Later, endpoint.UrlOf(Later));
        await SendAsync(sender, Paused, "event-1");
        await SendAsync(sender, Later, "event-1");
        await Eventually.TrueAsync(() => endpoint.Distinct == 4, "all that was handed over is delivered");
    }

    private static Task<Receipt> SendAsync(LessonEventSender sender, string subscription, string eventId) =>
        sender.SendAsync(Lessons.Sample(subscription, eventId)).WaitAsync(TimeSpan.FromSeconds(30));

    private static async Task PostAsync(NodeProcess node, string path) =>
        (await node.Api.PostAsync(new Uri(path, UriKind.Relative), null)).EnsureSuccessStatusCode().Dispose();

    private static async Task<(string Phase, int Undelivered)> LookAsync(NodeProcess node, string id)
    {
        var view = await node.Api.GetFromJsonAsync<JsonElement>($"/v1/subscriptions/{id}");
        return (view.GetProperty("phase").GetString()!, view.GetProperty("undelivered").GetInt32());
    }
}
