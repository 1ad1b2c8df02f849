using Webhook.Cluster.Subscriptions.Core;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rules 4 to 6: failed, suspended, well again.</summary>
public class RetryTests
{
    [Fact]
    public void A_failing_event_is_tried_at_0_5_10_and_15_minutes_and_then_never_again()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Broken;
        lived.Accept("a");
        lived.Pass(TimeSpan.FromDays(30));
        Assert.Equal(["a +0:00", "a +5:00", "a +10:00", "a +15:00"], lived.Started);
        Assert.Equal(Phase.Suspended, lived.Phase);
        Assert.Equal(["a"], lived.OutboxIds);
        Assert.Null(lived.FiresAt);
    }

    [Fact]
    public void A_retry_is_due_five_minutes_after_the_start_of_the_attempt_however_long_it_took()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        for (var i = 0; i < 4; i++)
        {
            lived.Seconds(15);
            lived.Finish("a", End.Timeout);
            lived.Seconds(285);
        }

        Assert.Equal(["a +0:00", "a +5:00", "a +10:00", "a +15:00"], lived.Started);
    }

    [Fact]
    public void New_events_are_queued_during_the_wait_and_start_nothing()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        lived.Minutes(1);
        lived.AcceptAll("b", "c");
        Assert.Equal(Phase.Waiting, lived.Phase);
        Assert.Empty(lived.Open);
        lived.Minutes(4);
        Assert.Equal(["a +0:00", "a +5:00"], lived.Started);
    }

    [Fact]
    public void The_budget_belongs_to_the_subscription_and_not_to_an_event()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Broken;
        lived.AcceptAll("a", "b");
        lived.Minutes(6);
        lived.Drop("a");
        lived.Minutes(60);
        Assert.Equal(["a +0:00", "a +5:00", "b +10:00", "b +15:00"], lived.Started);
        Assert.Equal(Phase.Suspended, lived.Phase);
    }

    [Fact]
    public void A_success_ends_the_wait_and_restores_the_budget_and_the_next_event_follows_at_once()
    {
        var lived = Lived.Active();
        lived.Endpoint = p => p.EventId == "a" && lived.Elapsed < TimeSpan.FromMinutes(15) ? End.Broken : null;
        lived.AcceptAll("a", "b");
        lived.Minutes(15);
        lived.Finish("a", End.Ok);
        Assert.Equal(["b"], lived.OpenIds);
        Assert.Null(lived.View.Retry);
        lived.Endpoint = _ => End.Broken;
        lived.Finish("b", End.Broken);
        lived.Minutes(60);
        Assert.Equal(["b +15:00", "b +20:00", "b +25:00", "b +30:00"], lived.Started.Skip(4));
    }

    [Fact]
    public void A_refused_retry_ends_the_wait_and_restores_the_budget_as_well()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b");
        lived.Finish("a", End.Broken);
        lived.Minutes(5);
        lived.Finish("a", End.Refused);
        Assert.Equal(["b"], lived.OpenIds);
        Assert.Null(lived.View.Retry);
        lived.Finish("b", End.Broken);
        Assert.Equal(1, lived.View.Retry!.Number);
    }

    [Fact]
    public void The_retry_takes_the_oldest_event_that_may_be_sent_then()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b", "c");
        lived.Finish("a", End.Refused);
        lived.Seconds(1);
        lived.Finish("b", End.Broken);
        lived.Drop("b");
        lived.Minutes(5);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void Without_retries_the_first_failure_suspends()
    {
        var lived = Lived.Active(policy: Lived.Standard with { Retries = 0 });
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        Assert.Equal(Phase.Suspended, lived.Phase);
    }

    [Fact]
    public void A_tick_that_is_no_longer_meant_changes_nothing()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        var early = lived.Flight.Ripen(lived.Durable, lived.Now);
        Assert.Empty(Planner.Next(lived.Durable, lived.Ahead, early, lived.Now).Start);
    }
}
