using Webhook.Cluster.Subscriptions.Core;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 7: refused events step aside for the others and are parked in the end.</summary>
public class RefusalTests
{
    [Fact]
    public void A_refused_event_steps_aside_is_parked_after_four_refusals_and_the_others_go_in_order()
    {
        var lived = Lived.Active();
        lived.Endpoint = p => p.EventId == "a" ? End.Refused : End.Ok;
        lived.AcceptAll("a", "b", "c");
        lived.Minutes(60);
        Assert.Equal(["a +0:00", "b +0:00", "c +0:00", "a +5:00", "a +10:00", "a +15:00"], lived.Started);
        Assert.Equal(["a"], lived.ParkedIds);
        Assert.Equal(Phase.Idle, lived.Phase);
        Assert.Null(lived.FiresAt);
    }

    [Fact]
    public void The_next_event_follows_a_refusal_at_once()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b");
        lived.Finish("a", End.Refused);
        Assert.Equal(["b"], lived.OpenIds);
    }

    [Fact]
    public void It_comes_back_in_its_place_by_age_when_the_subscription_may_send()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b", "c");
        lived.Finish("a", End.Refused);
        lived.Minutes(6);
        Assert.Equal(["b"], lived.OpenIds);
        lived.Finish("b", End.Ok);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void It_does_not_come_back_while_the_subscription_waits()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Refused);
        lived.Minutes(4);
        lived.Accept("b");
        lived.Finish("b", End.Broken);
        lived.Minutes(4);
        Assert.Empty(lived.Open);
        lived.Minutes(1);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void Failures_do_not_count_against_an_event()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Broken;
        lived.Accept("a");
        lived.Minutes(15);
        lived.Endpoint = _ => End.Refused;
        lived.Resume();
        Assert.Equal(1, lived.Durable.Held.Find("a")!.Refusals);
        lived.Minutes(10);
        Assert.Equal(["a"], lived.OutboxIds);
        lived.Minutes(5);
        Assert.Equal(["a"], lived.ParkedIds);
    }

    [Fact]
    public void An_event_waits_aside_again_after_each_refusal_although_another_came_due_meanwhile()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Refused);
        lived.Seconds(1);
        lived.Accept("b");
        lived.Finish("b", End.Refused);
        lived.Accept("c");
        lived.Finish("c", End.Ok);
        lived.Seconds(299);
        Assert.Equal(["a"], lived.OpenIds);
        lived.Seconds(2);
        lived.Finish("a", End.Refused);
        Assert.Equal(["b"], lived.OpenIds);
        lived.Finish("b", End.Ok);
        Assert.Empty(lived.Open);
        lived.Seconds(297);
        Assert.Empty(lived.Open);
        lived.Seconds(1);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void Stepping_aside_outlives_a_restart()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Refused);
        lived.Minutes(2);
        lived.Restart();
        Assert.Empty(lived.Open);
        lived.Minutes(3);
        Assert.Equal(["a +0:00", "a +5:00"], lived.Started);
    }

    [Fact]
    public void Without_retries_one_refusal_parks()
    {
        var lived = Lived.Active(policy: Lived.Standard with { Retries = 0 });
        lived.Accept("a");
        lived.Finish("a", End.Refused);
        Assert.Equal(["a"], lived.ParkedIds);
    }
}
