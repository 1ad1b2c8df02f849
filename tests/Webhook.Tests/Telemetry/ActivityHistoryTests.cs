using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Telemetry;
using Webhook.Cluster.Telemetry.Reports;
using Webhook.Messages;

namespace Webhook.Tests.Telemetry;

public sealed class ActivityHistoryTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_000_000_005));
    private readonly WebhookMeter _meter;
    private readonly ActivityHistory _history;

    public ActivityHistoryTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _history = new ActivityHistory(meters, _clock);
        _meter = new WebhookMeter(meters);
    }

    public void Dispose()
    {
        _history.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Counts_fall_into_the_slot_they_were_counted_in()
    {
        _meter.Answered(new Accepted("a", "1"));
        _history.EndSlot();
        _meter.Answered(new Accepted("a", "2"));
        _meter.Answered(new Accepted("a", "3"));
        _meter.Answered(new Duplicate("a", "3"));
        var (last, counts) = _history.Read();
        Assert.Equal(100_000_000, last);
        Assert.Equal([1, 2], counts(Activity.Accepted));
    }

    [Fact]
    public void Attempts_are_told_apart_by_outcome_and_late_ones_counted()
    {
        var attempt = new AttemptRecord("1", 7, _clock.GetUtcNow(), 1.5, Outcome.Delivered, 200, null, null, false);
        _meter.Recorded(new EventsDelivered([new EventDelivered(attempt, true)], _clock.GetUtcNow()), SubscriptionState.Initial);
        _meter.Began(TimeSpan.FromSeconds(11));
        _meter.Began(TimeSpan.FromSeconds(9));
        _meter.JournalFailed();
        var (_, counts) = _history.Read();
        Assert.Equal((1, 0, 1, 1), (counts(Activity.Delivered)[0], counts(Activity.Failed)[0], counts(Activity.Late)[0], counts(Activity.JournalFailures)[0]));
    }

    [Fact]
    public void An_hour_is_kept_and_no_more()
    {
        for (var i = 0; i < 2 * ActivityHistory.Slots; i++)
        {
            _meter.Answered(new Accepted("a", "1"));
            _history.EndSlot();
        }

        var kept = _history.Read().Counts(Activity.Accepted);
        Assert.Equal((ActivityHistory.Slots, ActivityHistory.Slots - 1), (kept.Count, kept.Sum()));
    }

    [Fact]
    public void Another_nodes_counts_in_the_same_process_are_not_this_ones()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        new WebhookMeter(other.GetRequiredService<IMeterFactory>()).Answered(new Accepted("a", "1"));
        Assert.Equal([0], _history.Read().Counts(Activity.Accepted));
    }
}
