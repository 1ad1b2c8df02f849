using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Telemetry;

/// <summary>
/// One line for each outcome that became durable, with subscription and event as fields. Under load most are left out and
/// counted: the metrics tell how many there were, the subscription itself which.
/// </summary>
/// <param name="log">Where the lines go.</param>
/// <param name="clock">Parts the seconds.</param>
public sealed partial class OutcomeLog(ILogger<OutcomeLog> log, TimeProvider clock)
{
    /// <summary>How many lines of deliveries a node writes in a second; of failures and refusals it writes as many again.</summary>
    public const int LinesPerSecond = 20;

    private readonly LineBudget _deliveries = new(LinesPerSecond, clock);
    private readonly LineBudget _problems = new(LinesPerSecond, clock);

    /// <summary>Writes what <paramref name="happened"/> says of attempts; nothing for other records.</summary>
    public void Recorded(string subscription, SubscriptionEvent happened)
    {
        if (!log.IsEnabled(LogLevel.Information))
        {
            return;
        }

        switch (happened)
        {
            case EventAcceptedAfterDeliveries { Delivered: var delivered }:
                Recorded(subscription, delivered);
                break;
            case EventsAccepted { Delivered: { } delivered }:
                Recorded(subscription, delivered);
                break;
            case EventsDelivered { Deliveries: var deliveries }:
                foreach (var delivery in deliveries)
                {
                    if (MayWrite(_deliveries, "deliveries"))
                    {
                        Delivered(subscription, delivery.Attempt.EventId, delivery.Attempt.Status, delivery.Attempt.DurationMs);
                    }
                }

                break;
            case EventRefused refused when MayWrite(_problems, "failures and refusals"):
                Undelivered(subscription, refused.Attempt, refused.Aside is null ? "parked" : "steps aside");
                break;
            case AttemptFailed failed when MayWrite(_problems, "failures and refusals"):
                Undelivered(subscription, failed.Attempt, failed.Consequence switch
                {
                    FailureConsequence.Suspend => "the subscription is suspended",
                    FailureConsequence.Wait => "the subscription waits",
                    _ => "an attempt from before",
                });
                break;
        }
    }

    private bool MayWrite(LineBudget budget, string what)
    {
        var (may, leftOut) = budget.Ask();
        if (leftOut > 0)
        {
            LeftOut(leftOut, what);
        }

        return may;
    }

    private void Undelivered(string subscription, AttemptRecord attempt, string consequence) =>
        Undelivered(subscription, attempt.EventId, attempt.Outcome, consequence, attempt.Problem, attempt.DurationMs);

    [LoggerMessage(LogLevel.Information, "Subscription {Subscription}: event {Event} delivered ({Status}, {DurationMs} ms)")]
    private partial void Delivered(string subscription, string @event, int? status, double durationMs);

    [LoggerMessage(LogLevel.Information, "Subscription {Subscription}: event {Event} {Outcome}, {Consequence}: {Problem} ({DurationMs} ms)")]
    private partial void Undelivered(string subscription, string @event, Outcome outcome, string consequence, string? problem, double durationMs);

    [LoggerMessage(LogLevel.Information, "{Count} lines of {What} were left out within a second")]
    private partial void LeftOut(int count, string what);
}
