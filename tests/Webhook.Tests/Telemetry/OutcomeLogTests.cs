using Microsoft.Extensions.Logging.Testing;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Telemetry;

namespace Webhook.Tests.Telemetry;

public sealed class OutcomeLogTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly FakeLogger<OutcomeLog> _logger = new();
    private readonly Clock _clock = new();

    [Fact]
    public void An_outcome_is_one_line_with_subscription_and_event_as_fields()
    {
        Log().Recorded("customer-1", Delivered("event-1"));
        Log().Recorded("customer-1", new AttemptFailed(Attempt("event-2", Outcome.Failed, 503), FailureConsequence.Suspend, null, At));
        var lines = _logger.Collector.GetSnapshot();
        Assert.Equal(
            [
                "Subscription customer-1: event event-1 delivered (200, 1.5 ms)",
                "Subscription customer-1: event event-2 Failed, the subscription is suspended: The endpoint answered 503. (1.5 ms)",
            ],
            lines.Select(l => l.Message));
        Assert.All(lines, line => Assert.Equal("customer-1", line.GetStructuredStateValue("Subscription")));
        Assert.Equal(["event-1", "event-2"], lines.Select(l => l.GetStructuredStateValue("Event")));
    }

    [Fact]
    public void Under_load_so_many_lines_a_second_are_written_and_the_rest_is_counted_and_failures_have_lines_of_their_own()
    {
        var log = Log();
        for (var i = 0; i < 1_000; i++)
        {
            log.Recorded("customer-1", Delivered($"event-{i}"));
        }

        log.Recorded("customer-1", new AttemptFailed(Attempt("event-x", Outcome.Failed, 503), FailureConsequence.Wait, null, At));
        Assert.Equal(OutcomeLog.LinesPerSecond + 1, _logger.Collector.Count);
        _clock.Seconds = 1;
        log.Recorded("customer-1", Delivered("event-y"));
        var latest = _logger.Collector.GetSnapshot().TakeLast(2).Select(l => l.Message).ToList();
        Assert.Equal($"{1_000 - OutcomeLog.LinesPerSecond} lines of deliveries were left out within a second", latest[0]);
        Assert.Contains("event-y", latest[1], StringComparison.Ordinal);
    }

    private OutcomeLog Log() => new(_logger, _clock);

    private static EventsDelivered Delivered(string eventId) => new([new EventDelivered(Attempt(eventId, Outcome.Delivered, 200), true)], At);

    private static AttemptRecord Attempt(string eventId, Outcome outcome, int status) => new(eventId, 1, At, 1.5, outcome, status, null, null, false);

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
