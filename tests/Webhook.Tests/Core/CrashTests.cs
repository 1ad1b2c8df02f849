using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 8: whatever kills a process, whenever.</summary>
public class CrashTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(15)]
    public void A_restart_between_any_two_attempts_changes_neither_number_nor_due_time(double minutes)
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Broken;
        lived.Accept("a");
        lived.Minutes(minutes);
        lived.Restart();
        lived.Minutes(60);
        Assert.Equal(["a +0:00", "a +5:00", "a +10:00", "a +15:00"], lived.Started);
        Assert.Equal(Phase.Suspended, lived.Phase);
    }

    [Fact]
    public void What_fell_due_while_the_process_was_down_is_tried_at_once()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        lived.JumpClock(TimeSpan.FromHours(2));
        lived.Restart();
        Assert.Equal(["a"], lived.OpenIds);
        Assert.Equal(1, lived.Open.Single().Retry!.Number);
    }

    [Fact]
    public void An_attempt_without_an_outcome_costs_nothing_and_is_made_again()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        for (var crash = 0; crash < 10; crash++)
        {
            lived.Restart();
            Assert.Equal(["a"], lived.OpenIds);
        }

        Assert.Null(lived.View.Retry);
        Assert.Empty(lived.Durable.Attempts);
    }

    [Fact]
    public void An_event_whose_success_was_not_recorded_is_POSTed_again()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.HoldsRecords = true;
        lived.Finish("a", End.Ok);
        lived.Restart();
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void A_record_that_made_it_before_the_crash_counts()
    {
        var lived = Lived.Active();
        lived.HoldsRecords = true;
        Assert.Null(lived.Accept("a"));
        lived.Restart(surviving: 1);
        lived.HoldsRecords = false;
        Assert.Equal(["a"], lived.OpenIds);
        Assert.IsType<Duplicate>(lived.Accept("a"));
    }

    [Fact]
    public void The_outcome_of_an_attempt_from_before_the_crash_is_ignored()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        var lost = lived.Open.Single();
        lived.Restart();
        lived.Finish(lost, End.Ok);
        lived.Finish(lost, End.Broken);
        Assert.Equal(["a"], lived.OutboxIds);
        Assert.Equal(Phase.Delivering, lived.Phase);
        Assert.Empty(lived.Recorded<EventsDelivered>());
    }

    [Fact]
    public void Every_attempt_of_an_event_carries_its_id()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Broken;
        lived.Accept("a");
        lived.Minutes(7);
        lived.Restart();
        lived.Minutes(60);
        Assert.All(lived.Posts, p => Assert.Equal("a", p.EventId));
        Assert.All(lived.Posts, p => Assert.Equal(2, p.Attempt.PayloadAt));
    }

    [Fact]
    public void An_event_that_two_nodes_accepted_in_turns_is_held_once()
    {
        var at = DateTimeOffset.UnixEpoch;
        var settings = new SubscriptionSettings("https://example.com/hook", null, 1, null, null, null);
        SubscriptionEvent[] history = [new SubscriptionCreated(1, settings, at), new EventAccepted("a", at, "{}"u8.ToArray()), new EventAccepted("a", at, "{}"u8.ToArray())];
        var state = history.Aggregate(SubscriptionState.Initial, Evolution.Apply);
        Assert.Equal((1, 2L, 3L), (state.Held.Count, state.Held.Find("a")!.Place, state.Sequence));
    }
}
