using CsCheck;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>What people see: phase, retry, what is due next.</summary>
public class ViewTests
{
    [Fact]
    public void A_fresh_subscription_is_idle_and_has_nothing_due()
    {
        Assert.Equal(
            new SubscriptionView(Lived.Id, 1, Lived.Url, false, false, 1, Phase.Idle, 0, 0, 0, null, null, "node:4053"),
            Lived.Active().View);
    }

    [Fact]
    public void The_phases_follow_an_event_through_failure_and_success()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        Assert.Equal(Phase.Delivering, lived.Phase);
        lived.Finish("a", End.Broken);
        Assert.Equal(Phase.Waiting, lived.Phase);
        lived.Minutes(5);
        Assert.Equal(Phase.Delivering, lived.Phase);
        lived.Finish("a", End.Ok);
        Assert.Equal(Phase.Idle, lived.Phase);
        Assert.Equal(1, lived.View.Delivered);
    }

    [Fact]
    public void The_retry_shows_its_number_how_many_there_are_when_it_is_due_and_the_last_error()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        for (var number = 1; number <= 3; number++)
        {
            lived.Finish("a", number == 2 ? End.Timeout : End.Broken);
            Assert.Equal(
                new RetryView(number, 3, Lived.Epoch.AddMinutes(5 * number), number == 2 ? "No answer within 15 s." : "The endpoint answered 500."),
                lived.View.Retry);
            Assert.Equal(Lived.Epoch.AddMinutes(5 * number), lived.View.NextDueAt);
            lived.Minutes(5);
        }

        lived.Finish("a", End.Broken);
        Assert.Equal(new RetryView(3, 3, null, "The endpoint answered 500."), lived.View.Retry);
        Assert.Null(lived.View.NextDueAt);
    }

    [Fact]
    public void A_refused_event_that_steps_aside_leaves_the_subscription_idle_with_something_due()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Refused);
        Assert.Equal((Phase.Idle, 1, (DateTimeOffset?)Lived.Epoch.AddMinutes(5)), (lived.Phase, lived.View.Undelivered, lived.View.NextDueAt));
        Assert.Null(lived.View.Retry);
    }

    [Fact]
    public void A_retry_that_only_finds_events_stepping_aside_is_due_when_the_first_of_them_is()
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.Accept("a");
        lived.Minutes(4);
        lived.Accept("b");
        lived.Finish("b", End.Refused);
        lived.Finish("a", End.Broken);
        Assert.Equal(Lived.Epoch.AddMinutes(5), lived.View.NextDueAt);
        lived.Drop("a");
        Assert.Equal(Lived.Epoch.AddMinutes(9), lived.View.NextDueAt);
        lived.Minutes(2);
        Assert.Equal(Phase.Idle, lived.Phase);
        lived.Minutes(3);
        Assert.Equal(["b +9:00"], lived.Started.Skip(2));
    }

    [Fact]
    public void After_a_resume_the_last_error_stays_until_a_success()
    {
        var lived = Lived.Suspended();
        lived.Resume();
        Assert.Equal(new RetryView(0, 3, null, "The endpoint answered 500."), lived.View.Retry);
        lived.Finish("a", End.Ok);
        Assert.Null(lived.View.Retry);
    }

    [Fact]
    public void A_view_rests_on_durable_records_only()
    {
        var lived = Lived.Active();
        lived.HoldsRecords = true;
        lived.Accept("a");
        Assert.Equal(0, lived.View.Undelivered);
        lived.Confirm();
        Assert.Equal(1, lived.View.Undelivered);
    }

    [Fact]
    public void Parked_and_undelivered_are_counted_apart()
    {
        var lived = Lived.Active(policy: Lived.Standard with { Retries = 0 });
        lived.AcceptAll("a", "b", "c");
        lived.Finish("a", End.Refused);
        Assert.Equal((2, 1), (lived.View.Undelivered, lived.View.Parked));
    }

    [Fact]
    public void The_latest_twenty_attempts_are_kept_of_however_many_one_record_tells() => Gen.Select(Gen.Int[0, 25], Gen.Int[1, 64]).Sample((before, together) =>
    {
        var alone = Enumerable.Range(0, before).Select(i => new EventsDelivered([Delivery(i)], Lived.Epoch));
        var all = new EventsDelivered([.. Enumerable.Range(before, together).Select(Delivery)], Lived.Epoch);
        var state = alone.Append(all).Aggregate(SubscriptionState.Initial, Evolution.Apply);
        Assert.Equal(Enumerable.Range(0, before + together).TakeLast(20).Select(i => $"e{i}"), state.Attempts.Select(a => a.EventId));
        Assert.Equal(before + together, state.Delivered);

        static EventDelivered Delivery(int i) => new(new AttemptRecord($"e{i}", i, Lived.Epoch, 1, Outcome.Delivered, 200, null, "", false), true);
    });

    [Fact]
    public void The_latest_twenty_attempts_are_kept_whatever_their_outcome()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Ok;
        for (var i = 0; i < 24; i++)
        {
            lived.Accept($"e{i}");
        }

        lived.Endpoint = _ => End.Timeout;
        lived.Accept("late");
        Assert.Equal(20, lived.Durable.Attempts.Length);
        Assert.Equal(("e5", "late"), (lived.Durable.Attempts[0].EventId, lived.Durable.Attempts[^1].EventId));
        Assert.True(lived.Durable.LastTimedOut);
    }

    [Fact]
    public void Held_events_are_paged_by_place()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b", "c");
        var first = Page(lived, after: 0);
        Assert.Equal(["a", "b"], first.Events.Select(e => e.EventId));
        var second = Page(lived, first.Next!.Value);
        Assert.Equal(["c"], second.Events.Select(e => e.EventId));
        Assert.Null(second.Next);
    }

    private static EventList Page(Lived lived, long after)
    {
        var environment = default(SubscriptionEnvironment)!;
        return Assert.IsType<EventList>(
            Answering.To(new GetHeldEvents(Lived.Id, Parked: false, after, Limit: 2), environment, lived.Durable, lived.Flight, lived.Now));
    }
}
