using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;

namespace Webhook.Tests.Core.Properties;

/// <summary>What the journal's records must add up to.</summary>
internal sealed partial class Rules
{
    private void CheckNothingIsLost()
    {
        var outstanding = new HashSet<string>(StringComparer.Ordinal);
        var generation = 0;
        foreach (var happened in lived.Journal.SelectMany(e => e.Parts))
        {
            switch (happened)
            {
                case SubscriptionCreated e:
                    generation = e.Generation;
                    outstanding.Clear();
                    break;
                case EventAccepted e:
                    Assert.True(outstanding.Add(e.EventId), "An event is accepted twice.");
                    break;
                case DeliveredEventReplayed e:
                    Assert.True(outstanding.Add(e.EventId), "An event is queued twice.");
                    break;
                case EventsDelivered e:
                    Assert.All(e.Deliveries, d => Assert.Contains((generation, d.Attempt.EventId), Answered));
                    outstanding.ExceptWith(e.Deliveries.Select(d => d.Attempt.EventId));
                    break;
                case EventDropped e:
                    Assert.True(outstanding.Remove(e.EventId), "Something is dropped that is not held.");
                    break;
            }
        }

        Assert.Equal(outstanding.Order(StringComparer.Ordinal), lived.Durable.Held.Places.Keys.Order(StringComparer.Ordinal));
        var recorded = lived.Recorded<EventAccepted>().Select(e => e.EventId).ToHashSet(StringComparer.Ordinal);
        Assert.All(lived.Answers.OfType<Accepted>(), receipt => Assert.Contains(receipt.EventId, recorded));
        // A wrong one would be a loss that nobody sees: its sender takes the event for accepted.
        recorded.UnionWith(lived.Recorded<DeliveredEventReplayed>().Select(e => e.EventId));
        Assert.All(lived.Answers.OfType<Duplicate>(), receipt => Assert.Contains(receipt.EventId, recorded));
    }

    /// <summary>Rule 4 as it is written: the interval counts from the start of the attempt, what the endpoint asks for from its end.</summary>
    private void CheckDueTimes()
    {
        if (ClockJumped)
        {
            return;
        }

        foreach (var failed in lived.Recorded<AttemptFailed>().Where(e => e.Retry is not null))
        {
            var started = failed.Attempt.StartedAt;
            var ended = started.AddMilliseconds(failed.Attempt.DurationMs);
            var asked = failed.Attempt.Status == Life.Busy ? Life.BusyFor : TimeSpan.Zero;
            DateTimeOffset[] bounds = [started + lived.Policy.Interval, ended + asked, failed.At];
            Assert.Equal(bounds.Max(), failed.Retry!.Wait.Until);
        }
    }

    /// <summary>Never more than 1 + retries failures that count between two moments that restore the budget.</summary>
    private void CheckBudget()
    {
        var failures = 0;
        SubscriptionState state = SubscriptionState.Initial;
        foreach (var happened in lived.Journal)
        {
            var next = Evolution.Apply(state, happened);
            if (happened is AttemptFailed { Consequence: not FailureConsequence.None } failed)
            {
                failures++;
                Assert.True(failures <= 1 + lived.Policy.Retries, "A budget is overdrawn.");
                Assert.Equal(failures > lived.Policy.Retries ? null : failures, failed.Retry?.Number);
                Assert.Equal(failures > lived.Policy.Retries, next.IsSuspended);
            }
            else if (happened is EventsDelivered or EventAcceptedAfterDeliveries or EventsAccepted { Delivered: not null } or EventRefused
                ? (state.Retry is not null && next.Retry is null) || state.Retry is null
                : next.Round != state.Round)
            {
                failures = 0;
            }

            state = next;
        }
    }
}
