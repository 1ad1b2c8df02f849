using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Tests.Actor;

public sealed class RetryTimeSpec : ActorSpec
{
    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(404)]
    public void An_endpoint_that_fails_for_ever_gets_POSTs_at_0_5_10_and_15_minutes_and_then_none(int status)
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        var begin = FailNext(status);
        foreach (var minutes in new[] { 5, 10, 15 })
        {
            AwaitPhase(actor, Phase.Waiting);
            Time.Advance(Interval - TimeSpan.FromMilliseconds(1));
            ExpectNoPost(actor);
            Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(begin + TimeSpan.FromMinutes(minutes), FailNext(status));
        }

        AwaitPhase(actor, Phase.Suspended);
        Time.Advance(TimeSpan.FromDays(1));
        ExpectSleep();
    }

    [Fact]
    public void A_restart_between_any_two_attempts_changes_neither_number_nor_time()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        var begin = FailNext(500);
        for (var retry = 1; retry <= 3; retry++)
        {
            var view = AwaitPhase(actor, Phase.Waiting);
            Assert.Equal(retry, view.Retry!.Number);
            Time.Advance(TimeSpan.FromMinutes(2));
            actor = Restart(actor);
            Assert.Equal(view.Retry.DueAt, View(actor).Retry!.DueAt);
            Time.Advance(TimeSpan.FromMinutes(3));
            Assert.Equal(begin + (retry * Interval), FailNext(500));
        }

        AwaitPhase(actor, Phase.Suspended);
        actor = Restart(actor);
        ExpectNoPost(actor);
        Time.Advance(TimeSpan.FromDays(1));
        ExpectSleep();
    }

    [Fact]
    public void What_fell_due_while_the_node_was_down_is_tried_at_once()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        FailNext(500);
        AwaitPhase(actor, Phase.Waiting);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Time.Advance(TimeSpan.FromHours(3));
        StartActor();
        Assert.Equal("event-1", Deliverer.Next().Request.WebhookId);
    }

    [Fact]
    public void New_data_wakes_a_suspended_subscription_and_the_oldest_event_goes_first()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Suspend(actor);
        Accept(actor, 2);
        Deliverer.Next().Answer(200);
        var second = Deliverer.Next();
        Assert.Equal("event-2", second.Request.WebhookId);
        second.Answer(200);
        Assert.Equal(2, AwaitPhase(actor, Phase.Idle).Delivered);
    }

    [Fact]
    public void A_longer_Retry_After_is_waited_for()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Deliverer.Next().Answer(429, TimeSpan.FromMinutes(30));
        AwaitPhase(actor, Phase.Waiting);
        Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        ExpectNoPost(actor);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Deliverer.Next();
    }

    [Fact]
    public void Resume_tries_a_waiting_subscription_now_with_a_fresh_budget()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        FailNext(500);
        AwaitPhase(actor, Phase.Waiting);
        actor.Tell(new ResumeSubscription(Id), TestActor);
        ExpectMsg<SubscriptionView>();
        FailNext(500);
        Assert.Equal(1, AwaitPhase(actor, Phase.Waiting).Retry!.Number);
    }

    [Fact]
    public void A_paused_subscription_accepts_and_sends_nothing_until_it_is_resumed()
    {
        var actor = StartSubscription();
        actor.Tell(new PauseSubscription(Id), TestActor);
        Assert.Equal(Phase.Paused, ExpectMsg<SubscriptionView>().Phase);
        Accept(actor, 1);
        ExpectNoPost(actor);
        actor = Restart(actor);
        ExpectNoPost(actor);
        actor.Tell(new ResumeSubscription(Id), TestActor);
        ExpectMsg<SubscriptionView>();
        Deliverer.Next().Answer(200);
        AwaitPhase(actor, Phase.Idle);
    }

    [Fact]
    public void A_refused_event_steps_aside_and_is_parked_after_its_fourth_attempt()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        var first = Deliverer.Next();
        Accept(actor, 2);
        first.Answer(422);
        var other = Deliverer.Next();
        Assert.Equal("event-2", other.Request.WebhookId);
        other.Answer(200);
        for (var attempt = 2; attempt <= 4; attempt++)
        {
            AwaitIdle(actor);
            Time.Advance(Interval);
            Deliverer.Next().Answer(422);
        }

        AwaitAssert(() => Assert.Equal(1, View(actor).Parked));
        actor.Tell(new ReplayParkedEvents(Id, null), TestActor);
        Assert.Equal(1, ExpectMsg<Replayed>().Queued);
        Assert.Equal("event-1", Deliverer.Next().Request.WebhookId);
    }

    private DateTimeOffset FailNext(int status)
    {
        var post = Deliverer.Next();
        Assert.Equal("event-1", post.Request.WebhookId);
        post.Answer(status);
        return post.StartedAt;
    }

    private void Suspend(Akka.Actor.IActorRef actor)
    {
        FailNext(500);
        for (var retry = 1; retry <= 3; retry++)
        {
            AwaitPhase(actor, Phase.Waiting);
            Time.Advance(Interval);
            FailNext(500);
        }

        AwaitPhase(actor, Phase.Suspended);
    }
}
