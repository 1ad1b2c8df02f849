using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 2: what must be durable before the next POST starts.</summary>
public class RecordingTests
{
    [Fact]
    public void The_next_POST_may_start_before_the_record_of_a_success_is_durable()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b");
        lived.HoldsRecords = true;
        lived.Finish("a", End.Ok);
        Assert.Equal(["b"], lived.OpenIds);
        Assert.Equal(["a", "b"], lived.OutboxIds);
    }

    [Fact]
    public void At_most_64_successes_may_be_unrecorded()
    {
        var lived = Lived.Active();
        for (var i = 0; i < 70; i++)
        {
            lived.Accept($"e{i}");
        }

        lived.HoldsRecords = true;
        for (var i = 0; i < 64; i++)
        {
            lived.Finish($"e{i}", End.Ok);
        }

        Assert.Empty(lived.Open);
        lived.Confirm(1);
        Assert.Equal(["e64"], lived.OpenIds);
    }

    [Fact]
    public void A_success_may_be_unrecorded_for_at_most_100_ms()
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.AcceptAll("a", "b", "c", "d");
        lived.HoldsRecords = true;
        lived.Finish("a", End.Ok);
        lived.Pass(TimeSpan.FromMilliseconds(100));
        lived.Finish("b", End.Ok);
        Assert.Equal(["c", "d"], lived.OpenIds);
        lived.Pass(TimeSpan.FromMilliseconds(1));
        lived.Finish("c", End.Ok);
        Assert.Equal(["d"], lived.OpenIds);
        lived.AcceptAll("e");
        lived.Confirm();
        Assert.Equal(["d", "e"], lived.OpenIds);
    }

    [Fact]
    public void Successes_that_come_in_while_one_is_being_written_share_a_record()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b", "c", "d");
        lived.HoldsRecords = true;
        lived.Finish("a", End.Ok);
        lived.Finish("b", End.Ok);
        lived.Finish("c", End.Ok);
        lived.Confirm();
        Assert.Equal([1, 2], lived.Recorded<EventsDelivered>().Select(e => e.Deliveries.Count));
    }

    [Fact]
    public void A_success_shares_a_record_with_the_event_that_follows_it_briskly()
    {
        var lived = Lived.Brisk();
        lived.Finish("a", End.Ok);
        lived.Finish("b", End.Ok);
        Assert.Equal(["a", "b"], lived.OutboxIds);
        lived.Pass(TimeSpan.FromMilliseconds(79));
        lived.Accept("c");
        var shared = Assert.IsType<EventAcceptedAfterDeliveries>(lived.Journal[^1]);
        Assert.Equal(["a", "b"], shared.Delivered.Deliveries.Select(d => d.Attempt.EventId));
        Assert.Equal(["c"], lived.OutboxIds);
        Assert.Equal(["c"], lived.OpenIds);
        Assert.Equal((2, lived.Journal.Count), (lived.Durable.Delivered, lived.Durable.Sequence));
        Assert.Empty(lived.Flight.Unrecorded);
    }

    [Fact]
    public void A_success_that_nothing_follows_is_recorded_after_80_ms()
    {
        var lived = Lived.Brisk();
        lived.Finish("a", End.Ok);
        lived.Finish("b", End.Ok);
        lived.Pass(TimeSpan.FromMilliseconds(79));
        Assert.Empty(lived.Recorded<EventsDelivered>());
        lived.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, Assert.Single(lived.Recorded<EventsDelivered>()).Deliveries.Count);
        Assert.Empty(lived.OutboxIds);
    }

    [Theory]
    [InlineData(0.150, 0)]
    [InlineData(0.151, 1)]
    public void A_success_is_recorded_at_once_where_events_come_slowly(double secondsBetween, int records)
    {
        var lived = Lived.Active();
        lived.WaitsForCompany = true;
        lived.Accept("a");
        lived.Finish("a", End.Ok);
        Assert.Single(lived.Recorded<EventsDelivered>());
        lived.Seconds(secondsBetween);
        lived.Accept("b");
        lived.Finish("b", End.Ok);
        Assert.Equal(1 + records, lived.Recorded<EventsDelivered>().Count);
    }

    [Fact]
    public void A_success_waits_while_older_events_are_left_to_send()
    {
        var lived = Lived.Active();
        lived.WaitsForCompany = true;
        lived.Accept("a");
        lived.Seconds(60);
        lived.Accept("b");
        lived.Finish("a", End.Ok);
        Assert.Empty(lived.Recorded<EventsDelivered>());
        lived.Finish("b", End.Ok);
        Assert.Equal(2, Assert.Single(lived.Recorded<EventsDelivered>()).Deliveries.Count);
    }

    [Fact]
    public void A_success_is_recorded_at_once_where_the_last_event_came_long_ago()
    {
        var lived = Lived.Active();
        lived.WaitsForCompany = true;
        lived.AcceptAll("a", "b");
        lived.Finish("a", End.Ok);
        lived.Seconds(1);
        lived.Finish("b", End.Ok);
        Assert.Equal([1, 1], lived.Recorded<EventsDelivered>().Select(e => e.Deliveries.Count));
    }

    [Fact]
    public void Events_that_step_aside_keep_no_success_waiting()
    {
        var lived = Lived.Active();
        lived.WaitsForCompany = true;
        lived.Accept("a");
        lived.Finish("a", End.Refused);
        lived.Minutes(1);
        lived.Accept("b");
        lived.Finish("b", End.Ok);
        Assert.Single(lived.Recorded<EventsDelivered>());
    }

    [Fact]
    public void A_success_that_ends_a_wait_is_recorded_at_once()
    {
        var lived = Lived.Brisk();
        lived.Finish("a", End.Broken);
        lived.Minutes(5);
        lived.Finish("a", End.Ok);
        Assert.Single(lived.Recorded<EventsDelivered>());
    }

    [Fact]
    public void At_most_32_successes_wait()
    {
        var lived = Lived.Active();
        lived.WaitsForCompany = true;
        lived.AcceptAll([.. Enumerable.Range(0, 40).Select(i => $"e{i}")]);
        for (var i = 0; i < 31; i++)
        {
            lived.Finish($"e{i}", End.Ok);
        }

        Assert.Empty(lived.Recorded<EventsDelivered>());
        lived.Finish("e31", End.Ok);
        Assert.Equal(32, Assert.Single(lived.Recorded<EventsDelivered>()).Deliveries.Count);
    }

    [Fact]
    public void What_is_no_event_is_recorded_after_the_successes_that_wait()
    {
        var lived = Lived.Brisk();
        lived.Finish("a", End.Ok);
        lived.Pause();
        Assert.IsType<EventsDelivered>(lived.Journal[^2]);
        Assert.IsType<SubscriptionPaused>(lived.Journal[^1]);
    }

    [Fact]
    public void An_event_that_is_not_accepted_leaves_the_successes_waiting()
    {
        var lived = Lived.Brisk();
        lived.Finish("a", End.Ok);
        Assert.IsType<Duplicate>(lived.Accept("b"));
        Assert.Empty(lived.Recorded<EventsDelivered>());
        Assert.Equal(1, lived.Waiting);
    }

    [Fact]
    public void An_event_finds_the_room_that_successes_made_that_wait()
    {
        var lived = Lived.Active(policy: Lived.Standard with { HeldEvents = 2 });
        lived.WaitsForCompany = true;
        lived.AcceptAll("a", "b");
        lived.Finish("a", End.Ok);
        Assert.IsType<Accepted>(lived.Accept("c"));
    }

    [Theory]
    [InlineData(422)]
    [InlineData(500)]
    public void Every_other_outcome_is_durable_before_the_next_POST(int status)
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.AcceptAll("a", "b", "c");
        lived.Put(url: "https://example.com/other");
        lived.HoldsRecords = true;
        lived.Finish("a", status == 422 ? End.Refused : End.Broken);
        Assert.Equal(["b"], lived.OpenIds);
        lived.Minutes(60);
        Assert.Equal(["b"], lived.OpenIds);
        lived.Confirm();
        Assert.Equal(2, lived.Open.Count());
    }

    [Fact]
    public void A_success_before_a_failure_is_recorded_before_it()
    {
        var lived = Lived.Active(maxInFlight: 4);
        lived.AcceptAll("a", "b", "c", "d");
        lived.HoldsRecords = true;
        lived.Finish("a", End.Ok);
        lived.Finish("b", End.Ok);
        lived.Finish("c", End.Broken);
        lived.Finish("d", End.Ok);
        lived.Confirm();
        Assert.Equal(Phase.Waiting, lived.Phase);
        Assert.Equal(["c"], lived.OutboxIds);
        Assert.Equal([true, true, false], lived.Recorded<EventsDelivered>().SelectMany(e => e.Deliveries).Select(d => d.RestoresBudget));
    }

    [Fact]
    public void Nothing_starts_between_a_decision_to_pause_and_its_record()
    {
        var lived = Lived.Active();
        lived.HoldsRecords = true;
        lived.Accept("a");
        Assert.Null(lived.Pause());
        lived.Confirm(1);
        Assert.Empty(lived.Open);
        lived.Resume();
        lived.Confirm(1);
        Assert.Empty(lived.Open);
        lived.Confirm(1);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void A_stopping_actor_starts_nothing()
    {
        var lived = Lived.Active();
        lived.NoPlaces = true;
        lived.Accept("a");
        var plan = Planner.Next(lived.Durable, lived.Ahead, Flight.None with { IsStopping = true }, lived.Now);
        Assert.Empty(plan.Start);
        Assert.Null(plan.Wake);
    }
}
