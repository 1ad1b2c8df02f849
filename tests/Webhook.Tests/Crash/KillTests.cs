using System.Collections.Concurrent;
using Webhook.Harness.Nodes;
using Webhook.Messages;
using Webhook.Tests.Hosting;
using Xunit.Abstractions;

namespace Webhook.Tests.Crash;

[Collection(nameof(Crashes))]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Subscriptions = 100;
    private const int EventsEach = 100;
    private const int Kills = 10;

    [Fact]
    public async Task Every_event_with_a_receipt_arrives_though_the_node_is_killed_ten_times_at_random()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("KILL_SEED") ?? $"{Environment.TickCount}", System.Globalization.CultureInfo.InvariantCulture);
        output.WriteLine($"KILL_SEED={seed} repeats this run");
        var random = new Random(seed);
        await using var endpoint = await CountingEndpoint.StartAsync();
        using var node = new NodeProcess("--Webhook:Delivery:Interval=00:00:01");
        await node.StartAsync();
        for (var i = 0; i < Subscriptions; i++)
        {
            await node.CreateSubscriptionAsync($"customer-{i}", endpoint.UrlOf($"customer-{i}"));
        }

        await using var sender = LessonEventSender.Connect(new LessonEventSenderOptions
        {
            ContactPoints = [node.ContactPoint],
            LongestWait = TimeSpan.FromSeconds(2),
        });
        var receipts = new ConcurrentBag<Receipt>();
        var sending = SendAllAsync(sender, receipts);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Kills are spread over the sending: one falls when this many more receipts came, and a random moment after.
            var target = Math.Min(kill * (Subscriptions * EventsEach / (Kills + 1)), Subscriptions * EventsEach);
            await Eventually.TrueAsync(() => receipts.Count >= target, $"{target} receipts before kill {kill}; there are {receipts.Count}", seconds: 120);
            await Task.Delay(random.Next(50));
            node.Kill();
            await node.ExitedAsync();
            await node.StartAsync();
        }

        await sending.WaitAsync(TimeSpan.FromSeconds(120));
        Assert.All(receipts, r => Assert.True(r is Accepted or Duplicate, r.ToString()));
        await Eventually.TrueAsync(
            () => receipts.All(r => endpoint.Has(r.SubscriptionId, r.EventId)),
            $"all {receipts.Count} events arrived; {endpoint.Distinct} did; the node printed:\n{node.Output}",
            seconds: 120);
        output.WriteLine($"{receipts.Count} receipts, {endpoint.Distinct} delivered, {endpoint.Duplicates} duplicates, {Kills} kills");
        Assert.Equal(Subscriptions * EventsEach, receipts.Count);
        Assert.All(Enumerable.Range(0, Subscriptions), i => Assert.Equal(Enumerable.Range(0, EventsEach).Select(e => $"event-{e}"), endpoint.OrderOf($"customer-{i}")));
        // Each sends one event after the other, so one or two of each can have been without a record; what had one is not sent again, or it were thousands.
        Assert.True(endpoint.Duplicates <= 2 * Kills * Subscriptions, $"{endpoint.Duplicates} duplicates");
    }

    /// <summary>Each subscription's events one after the other, so that their order is known; the subscriptions side by side.</summary>
    private static Task SendAllAsync(LessonEventSender sender, ConcurrentBag<Receipt> receipts) =>
        Task.WhenAll(Enumerable.Range(0, Subscriptions).Select(async subscription =>
        {
            for (var i = 0; i < EventsEach; i++)
            {
                receipts.Add(await sender.SendAsync(Lessons.Sample($"customer-{subscription}", $"event-{i}")));
            }
        }));
}
