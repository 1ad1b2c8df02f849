using System.Collections.Concurrent;
using Webhook.Messages;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Clustering;

/// <summary>A sender outside the cluster that keeps every subscription busy, each event after the receipt of the one before.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<Receipt> _receipts = new();
    private readonly LessonEventSender _sender;
    private readonly Task _sending;

    private Load(ThreeNodes cluster, IReadOnlyList<string> ids)
    {
        _sender = LessonEventSender.Connect(new LessonEventSenderOptions
        {
            ContactPoints = [.. cluster.Nodes.Select(n => n.ContactPoint)],
            LongestWait = TimeSpan.FromSeconds(2),
        });
        _sending = Task.WhenAll(ids.Select(SendAsync));
    }

    public IReadOnlyCollection<Receipt> Receipts => _receipts;

    public static Load Start(ThreeNodes cluster, IReadOnlyList<string> ids) => new(cluster, ids);

    /// <summary>Waits until this many more events have their receipt.</summary>
    public Task MoreAsync(int events, ThreeNodes cluster)
    {
        var target = _receipts.Count + events;
        return Eventually.TrueAsync(() => _receipts.Count >= target, $"{events} more receipts; {cluster.Output}", seconds: 90);
    }

    /// <summary>Stops sending, and checks that every event was accepted and arrived, in order.</summary>
    public async Task SettleAsync(ThreeNodes cluster)
    {
        await _enough.CancelAsync();
        await _sending.WaitAsync(TimeSpan.FromSeconds(90));
        Assert.All(_receipts, r => Assert.True(r is Accepted or Duplicate, r.ToString()));
        await Eventually.TrueAsync(
            () => _receipts.All(r => cluster.Endpoint.Has(r.SubscriptionId, r.EventId)),
            $"all {_receipts.Count} events arrived, {cluster.Endpoint.Distinct} did; {cluster.Output}",
            seconds: 90);
        Assert.All(_receipts.GroupBy(r => r.SubscriptionId), of => Assert.Equal(of.Select(r => r.EventId), cluster.Endpoint.OrderOf(of.Key)));
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _sender.DisposeAsync();
        _enough.Dispose();
    }

    private async Task SendAsync(string id)
    {
        for (var i = 0; !_enough.IsCancellationRequested; i++)
        {
            _receipts.Enqueue(await _sender.SendAsync(Lessons.Sample(id, $"event-{i}")));
            // A steady trickle: what is tested is what happens to it, not how much fits.
            await Task.Delay(10, CancellationToken.None);
        }
    }
}
