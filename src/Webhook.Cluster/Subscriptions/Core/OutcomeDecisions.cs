using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Events;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>What the end of an attempt means.</summary>
internal static class OutcomeDecisions
{
    public static Decision Delivered(SubscriptionState state, RecordDeliveries command, DateTimeOffset now)
    {
        var deliveries = new List<EventDelivered>(command.Outcomes.Count);
        foreach (var outcome in command.Outcomes)
        {
            if (outcome.Attempt.Generation == state.Generation)
            {
                deliveries.Add(new EventDelivered(AttemptRecord.From(outcome.Attempt, outcome.Result, Outcome.Delivered), outcome.Attempt.Round == state.Round));
            }
        }

        return deliveries.Count == 0 ? Decision.Nothing : new Decision([new EventsDelivered(deliveries, now)], null);
    }

    public static Decision Decide(DeliveryPolicy policy, SubscriptionState state, RecordOutcome command, DateTimeOffset now)
    {
        if (command.Attempt.Generation != state.Generation)
        {
            return Decision.Nothing;
        }

        return command.Result.Outcome switch
        {
            Outcome.Delivered => Delivered(state, new RecordDeliveries(command.SubscriptionId, [command]), now),
            Outcome.Refused when state.RefusedInARow.Count < DeliveryPolicy.RefusalsInARow => Refused(policy, state, command, now),
            _ => Failed(policy, state, command, now),
        };
    }

    private static Decision Refused(DeliveryPolicy policy, SubscriptionState state, RecordOutcome command, DateTimeOffset now)
    {
        if (command.Attempt.Settings.DiffersForEndpoint(state.Settings!))
        {
            // Another endpoint refused it: shown, and no more.
            return new Decision([new AttemptFailed(AttemptRecord.From(command.Attempt, command.Result, Outcome.Refused), FailureConsequence.None, null, now)], null);
        }

        var refusals = (state.Held.Find(command.Attempt.EventId)?.Refusals ?? 0) + 1;
        Wait? aside = refusals > policy.Retries ? null : WaitAfter(command.Result, policy.Interval, TimeSpan.Zero, now);
        return new Decision(
            [
                new EventRefused(
                    AttemptRecord.From(command.Attempt, command.Result, Outcome.Refused),
                    aside,
                    command.Attempt.Round == state.Round,
                    now),
            ],
            null);
    }

    private static Decision Failed(DeliveryPolicy policy, SubscriptionState state, RecordOutcome command, DateTimeOffset now)
    {
        var record = AttemptRecord.From(command.Attempt, command.Result, Outcome.Failed);
        if (command.Attempt.Round != state.Round)
        {
            return new Decision([new AttemptFailed(record, FailureConsequence.None, null, now)], null);
        }

        var number = (state.Retry?.Number ?? 0) + 1;
        return new Decision(
            [
                number > policy.Retries
                    ? new AttemptFailed(record, FailureConsequence.Suspend, null, now)
                    : new AttemptFailed(record, FailureConsequence.Wait, new Retry(number, WaitAfter(command.Result, policy.Interval, RetryAfter(command.Result), now)), now),
            ],
            null);
    }

    private static TimeSpan RetryAfter(PostResult result)
    {
        var asked = result.RetryAfter ?? TimeSpan.Zero;
        return asked < DeliveryPolicy.LongestRetryAfter ? asked : DeliveryPolicy.LongestRetryAfter;
    }

    private static Wait WaitAfter(PostResult result, TimeSpan interval, TimeSpan retryAfter, DateTimeOffset now)
    {
        var due = Latest(now, Latest(result.StartedAt + interval, result.EndedAt + retryAfter));

        // After a clock that was set back during the attempt, its start and end lie ahead of now.
        var longest = now + (interval > retryAfter ? interval : retryAfter);
        return new Wait(now, due < longest ? due : longest);
    }

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
