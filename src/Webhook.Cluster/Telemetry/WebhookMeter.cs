using System.Diagnostics.Metrics;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;

namespace Webhook.Cluster.Telemetry;

/// <summary>
/// Counts what became true: receipts as they are given, attempts as their records are durable. Labels are few and fixed, and
/// never name a subscription. What is looked up when somebody asks is in <see cref="NodeGauges"/>.
/// </summary>
public sealed class WebhookMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = Tracing.SourceName;

    private static readonly KeyValuePair<string, object?>[] Reasons =
        [.. Enum.GetValues<RejectReason>().Select(r => new KeyValuePair<string, object?>("reason", SnakeCase(r.ToString())))];

    private static readonly KeyValuePair<string, object?>[] Outcomes =
        [.. Enum.GetValues<Outcome>().Select(o => new KeyValuePair<string, object?>("outcome", SnakeCase(o.ToString())))];

    private static readonly KeyValuePair<string, object?> First = new("first", "true");

    private static readonly KeyValuePair<string, object?> Repeated = new("first", "false");

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicate;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _relayed;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _lateness;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _suspended;
    private readonly Counter<long> _journalFailures;

    /// <summary>Creates the instruments.</summary>
    public WebhookMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _accepted = meter.CreateCounter<long>("webhook.events.accepted", "{event}", "Events that were made durable");
        _duplicate = meter.CreateCounter<long>("webhook.events.duplicate", "{event}", "Events that had been accepted before");
        _rejected = meter.CreateCounter<long>("webhook.events.rejected", "{event}", "Events turned away, by reason; a sender repeats those that are overloaded");
        _relayed = meter.CreateCounter<long>("webhook.events.relayed", "{event}", "Events that came in here and went on to the gateway of the node that holds their subscription");
        _attempts = meter.CreateCounter<long>("webhook.attempts", "{attempt}", "Attempts whose outcome is durable, by outcome");
        _duration = Seconds(meter, "webhook.attempt.duration", "From the begin of a POST to its end, by outcome", Buckets.Duration);
        _lateness = Seconds(meter, "webhook.attempt.lateness", "From when an attempt could have begun to its begin", Buckets.Lateness);
        _latency = Seconds(meter, "webhook.delivery.latency", "From the acceptance of an event to its 2xx", Buckets.Latency);
        _parked = meter.CreateCounter<long>("webhook.events.parked", "{event}", "Events that were refused too often and are sent no more");
        _suspended = meter.CreateCounter<long>("webhook.subscriptions.suspended", "{subscription}", "Suspensions: the last retry failed; first since the last delivery, or once more after new data");
        _journalFailures = meter.CreateCounter<long>("webhook.journal.failures", "{failure}", "Records that could not be written, and subscriptions that could not be recovered");
    }

    /// <summary>Shows every counter from zero on: one that begins with its first count shows no increase for it.</summary>
    public void BeginAtZero()
    {
        Array.ForEach([_accepted, _duplicate, _relayed, _parked, _journalFailures], counter => counter.Add(0));
        Array.ForEach([First, Repeated], first => _suspended.Add(0, first));
        Array.ForEach(Reasons, reason => _rejected.Add(0, reason));
        Array.ForEach(Outcomes, outcome => _attempts.Add(0, outcome));
    }

    /// <summary>A receipt goes out: what it says of an event is durable.</summary>
    public void Answered(Receipt receipt)
    {
        switch (receipt)
        {
            case Accepted:
                _accepted.Add(1);
                break;
            case Duplicate:
                _duplicate.Add(1);
                break;
            case Rejected rejected:
                _rejected.Add(1, Reasons[(int)rejected.Reason]);
                break;
        }
    }

    /// <summary>Events went to another node's gateway.</summary>
    public void Relayed(int events) => _relayed.Add(events);

    /// <summary>An attempt began.</summary>
    /// <param name="late">How long after it could have begun; below zero, when the clock was set, counts as zero.</param>
    public void Began(TimeSpan late) => _lateness.Record(Math.Max(0, late.TotalSeconds));

    /// <summary>How long after their acceptance events were delivered, whose record, counted by <see cref="Recorded(SubscriptionEvent, SubscriptionState)"/>, became durable.</summary>
    /// <param name="successes">What was to be recorded.</param>
    /// <param name="generation">The subscription's: the record tells nothing of an earlier one's.</param>
    public void DeliveredAfter(IReadOnlyList<RecordOutcome> successes, int generation)
    {
        for (var i = 0; i < successes.Count; i++)
        {
            if (successes[i].Attempt.Generation == generation)
            {
                _latency.Record(Math.Max(0, (successes[i].Result.EndedAt - successes[i].Attempt.AcceptedAt).TotalSeconds));
            }
        }
    }

    /// <summary>A record became durable.</summary>
    /// <param name="happened">The record.</param>
    /// <param name="after">The subscription's state after it.</param>
    public void Recorded(SubscriptionEvent happened, SubscriptionState after)
    {
        switch (happened)
        {
            case EventAcceptedAfterDeliveries { Delivered: var delivered }:
                Recorded(delivered, after);
                break;
            case EventsAccepted { Delivered: { } delivered }:
                Recorded(delivered, after);
                break;
            case EventsDelivered { Deliveries: var deliveries }:
                foreach (var delivery in deliveries)
                {
                    Ended(delivery.Attempt);
                }

                break;
            case EventRefused refused:
                Ended(refused.Attempt);
                _parked.Add(refused.Aside is null ? 1 : 0);
                break;
            case AttemptFailed failed:
                Ended(failed.Attempt);
                if (failed.Consequence == FailureConsequence.Suspend)
                {
                    // An endpoint that stays dead is tried, and suspended, again with each new event: no further one fails.
                    _suspended.Add(1, after.News.Outage is { Suspensions: 1 } ? First : Repeated);
                }

                break;
        }
    }

    /// <summary>The journal did not take a record, or did not give a subscription's records back.</summary>
    public void JournalFailed() => _journalFailures.Add(1);

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] buckets) =>
        meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private static string SnakeCase(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private void Ended(AttemptRecord attempt)
    {
        var outcome = Outcomes[(int)attempt.Outcome];
        _attempts.Add(1, outcome);
        _duration.Record(attempt.DurationMs / 1000, outcome);
    }

    /// <summary>Upper bounds in seconds, chosen for a retry interval of minutes and an endpoint that answers within milliseconds.</summary>
    private static class Buckets
    {
        public static readonly double[] Duration = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 300];
        public static readonly double[] Lateness = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600];
        public static readonly double[] Latency = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 330, 600, 660, 900, 960, 3600, 21600, 86400];
    }
}
