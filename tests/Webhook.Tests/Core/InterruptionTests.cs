using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Settings change, pause or cancel during an attempt.</summary>
public class InterruptionTests
{
    [Fact]
    public void A_POST_under_way_ends_under_the_old_settings_and_a_failure_costs_nothing()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Put(url: "https://example.com/other");
        Assert.Equal(["a"], lived.OpenIds);
        lived.Finish("a", End.Broken);
        Assert.Null(lived.Durable.Retry);
        Assert.Equal(FailureConsequence.None, lived.Recorded<AttemptFailed>().Single().Consequence);
        Assert.Equal(500, lived.Durable.Attempts.Single().Status);
        Assert.Equal("https://example.com/other", lived.Open.Single().Settings.CallbackUrl);
    }

    [Fact]
    public void A_refusal_under_the_old_settings_is_shown_and_costs_the_event_nothing_under_the_new_ones()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Put(url: "https://example.com/other");
        lived.Finish("a", End.Refused);
        Assert.Equal((422, Outcome.Refused), (lived.Durable.Attempts.Single().Status, lived.Durable.Attempts.Single().Outcome));
        Assert.Equal(0, lived.Durable.Held.Find("a")!.Refusals);
        Assert.Empty(lived.Durable.RefusedInARow);
        Assert.Equal("https://example.com/other", lived.Open.Single().Settings.CallbackUrl);
    }

    [Fact]
    public void A_refusal_while_paused_counts_since_the_endpoint_is_the_same()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Pause();
        lived.Finish("a", End.Refused);
        Assert.Equal(1, lived.Durable.Held.Find("a")!.Refusals);
    }

    [Fact]
    public void New_settings_are_tried_at_once_while_it_waits()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        lived.Minutes(1);
        lived.Put(authorization: "Bearer new");
        Assert.Equal(["a +0:00", "a +1:00"], lived.Started);
        lived.Finish("a", End.Broken);
        Assert.Equal(1, lived.View.Retry!.Number);
    }

    [Fact]
    public void New_settings_are_not_tried_while_paused()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Pause();
        lived.Finish("a", End.Broken);
        lived.Put(url: "https://example.com/other");
        Assert.Equal(Phase.Paused, lived.Phase);
        Assert.Empty(lived.Open);
    }

    [Fact]
    public void A_2xx_under_the_old_settings_counts()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b");
        lived.Put(url: "https://example.com/other");
        lived.Finish("a", End.Ok);
        Assert.Equal(["b"], lived.OutboxIds);
        Assert.Equal(["b"], lived.OpenIds);
    }

    [Fact]
    public void An_old_failure_does_not_end_the_new_settings_wait_nor_add_to_it()
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.Accept("a");
        lived.Put(url: "https://example.com/other");
        lived.Accept("b");
        lived.Finish("b", End.Broken);
        var retry = lived.View.Retry;
        lived.Finish("a", End.Broken);
        Assert.Equal(retry, lived.View.Retry);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_2xx_counts_after_a_pause_or_a_cancel(bool pause)
    {
        var lived = Lived.Active();
        lived.Accept("a");
        _ = pause ? lived.Pause() : lived.Cancel();
        lived.Finish("a", End.Ok);
        Assert.Empty(lived.OutboxIds);
        Assert.Equal(1, lived.View.Delivered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_after_a_pause_or_a_cancel_is_shown_and_costs_nothing(bool pause)
    {
        var lived = Lived.Active();
        lived.Accept("a");
        _ = pause ? lived.Pause() : lived.Cancel();
        lived.Finish("a", End.Broken);
        Assert.Equal(pause ? Phase.Paused : Phase.Cancelled, lived.Phase);
        Assert.Null(lived.Durable.Retry);
        Assert.Single(lived.Durable.Attempts);
        Assert.Equal(["a"], lived.OutboxIds);
        Assert.Empty(lived.Open);
    }

    [Fact]
    public void A_failure_that_came_in_after_a_resume_belongs_to_the_time_before()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Pause();
        lived.Resume();
        Assert.Equal(["a"], lived.OpenIds);
        lived.Finish("a", End.Broken);
        Assert.Null(lived.Durable.Retry);
        Assert.Equal(["a"], lived.OpenIds);
        lived.Finish("a", End.Broken);
        Assert.Equal(1, lived.View.Retry!.Number);
    }
}
