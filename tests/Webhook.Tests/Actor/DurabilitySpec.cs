using Akka.Actor;
using Akka.Persistence;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;

namespace Webhook.Tests.Actor;

public sealed class DurabilitySpec : ActorSpec
{
    [Fact]
    public void An_id_sent_twice_in_one_burst_is_accepted_once_and_then_a_duplicate()
    {
        var actor = StartSubscription();
        actor.Tell(Event(1), TestActor);
        actor.Tell(Event(1), TestActor);
        actor.Tell(Event(1, """{"other":1}"""), TestActor);
        ExpectMsg<Accepted>();
        ExpectMsg<Duplicate>();
        Assert.Equal(RejectReason.Conflict, ExpectMsg<Rejected>().Reason);
        Deliverer.Next().Answer(200);
        AwaitPhase(actor, Phase.Idle);
        actor.Tell(Event(1), TestActor);
        ExpectMsg<Duplicate>();
        actor = Restart(actor);
        actor.Tell(Event(1), TestActor);
        ExpectMsg<Duplicate>();
        ExpectNoPost(actor);
    }

    [Fact]
    public void A_success_that_waits_is_recorded_with_the_next_event_and_survives_with_it()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Accept(actor, 2);
        Deliverer.Next().Answer(200);
        Assert.Equal(0, View(actor).Delivered);
        // No time passes: nothing but the event brings the record about.
        Accept(actor, 3);
        Assert.Equal(1, View(actor).Delivered);
        Deliverer.Next();
        actor = Restart(actor);
        Assert.Equal((1, 2), (View(actor).Delivered, View(actor).Undelivered));
        Assert.Equal("event-2", Deliverer.Next().Request.WebhookId);
    }

    [Fact]
    public void A_success_waits_a_moment_of_its_own_though_the_timer_was_set_for_an_earlier_one()
    {
        var part = RecordingRules.Moment * 0.6;
        var actor = StartSubscription();
        Accept(actor, 1);
        Accept(actor, 2);
        Deliverer.Next().Answer(200);
        View(actor);
        Time.Advance(part);
        Accept(actor, 3);
        Deliverer.Next().Answer(200);
        // The record of the third told of the first; the timer that was set for it goes off now.
        Assert.Equal(1, View(actor).Delivered);
        Time.Advance(part);
        // A repeat is answered behind all that is being written by then.
        actor.Tell(Event(1), TestActor);
        ExpectMsg<Duplicate>();
        Assert.Equal(1, View(actor).Delivered);
        Time.Advance(part);
        AwaitAssert(() => Assert.Equal(2, View(actor).Delivered));
    }

    [Fact]
    public void A_success_that_waits_outlives_an_event_that_is_turned_away()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Accept(actor, 2);
        Deliverer.Next().Answer(200);
        while (Admission.TryEnter())
        {
        }

        actor.Tell(Event(3), TestActor);
        Assert.Equal(RejectReason.Overloaded, ExpectMsg<Rejected>().Reason);
        Assert.Equal(0, View(actor).Delivered);
        Time.Advance(RecordingRules.Moment);
        AwaitAssert(() => Assert.Equal(1, View(actor).Delivered));
    }

    [Fact]
    public async Task An_event_whose_write_fails_gets_no_Accepted_and_may_be_sent_again()
    {
        var actor = StartSubscription();
        await Journal.OnWrite.Fail();
        actor.Tell(Event(1), TestActor);
        FishForMessage(m => m is Rejected { Reason: RejectReason.Overloaded });
        ExpectTerminated(actor);
        Assert.Equal(0, Admission.Waiting);
        await Journal.OnWrite.Pass();
        Accept(StartActor(), 1);
        Deliverer.Next();
    }

    [Fact]
    public async Task A_repeat_that_is_answered_behind_the_record_of_its_delivery_does_not_keep_the_actor_awake()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        var gate = new TaskCompletionSource();
        var held = new Held(gate.Task);
        await Journal.OnWrite.SetInterceptorAsync(held);
        Deliverer.Next().Answer(200);
        AwaitAssert(() => Assert.Equal(1, held.Count));
        actor.Tell(Event(1), TestActor);
        View(actor);
        gate.SetResult();
        ExpectMsg<Duplicate>();
        ExpectSleep();
    }

    [Fact]
    public async Task What_the_journal_says_to_a_life_before_does_not_let_the_next_write_twice_at_a_time()
    {
        var actor = StartSubscription();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        var (recovery, write) = (new TaskCompletionSource(), new TaskCompletionSource());
        var held = new Held(write.Task);
        await Journal.OnRecovery.SetInterceptorAsync(new Held(recovery.Task));
        await Journal.OnWrite.SetInterceptorAsync(held);
        actor = StartActor();
        actor.Tell(Event(1), TestActor);
        actor.Tell(WriteMessagesSuccessful.Instance, ActorRefs.NoSender);
        actor.Tell(Event(2), TestActor);
        recovery.SetResult();
        View(actor);
        AwaitAssert(() => Assert.Equal(1, held.Count));
        View(actor);
        Assert.Equal(1, held.Count);
        write.SetResult();
        ExpectMsg<Accepted>();
        ExpectMsg<Accepted>();
    }

    [Fact]
    public async Task An_event_whose_write_is_rejected_stops_the_actor_because_its_state_is_no_longer_true()
    {
        var actor = StartSubscription();
        await Journal.OnWrite.Reject();
        actor.Tell(Event(1), TestActor);
        FishForMessage(m => m is Rejected { Reason: RejectReason.Overloaded });
        ExpectTerminated(actor);
        await Journal.OnWrite.Pass();
        Accept(StartActor(), 1);
    }

    [Fact]
    public void An_event_beyond_the_bound_of_waiting_events_is_answered_Overloaded()
    {
        var actor = StartSubscription();
        while (Admission.TryEnter())
        {
        }

        actor.Tell(Event(1), TestActor);
        Assert.Equal(RejectReason.Overloaded, ExpectMsg<Rejected>().Reason);
        Admission.Leave();
        Accept(actor, 1);
    }

    [Fact]
    public void Snapshots_rest_on_durable_records_and_a_restart_from_one_keeps_everything()
    {
        var actor = StartSubscription();
        actor.Tell(new PauseSubscription(Id), TestActor);
        ExpectMsg<SubscriptionView>();
        for (var i = 0; i < 500; i++)
        {
            actor.Tell(Event(i), TestActor);
        }

        ReceiveN(500);
        actor = Restart(actor);
        Assert.Equal(500, View(actor).Undelivered);
        actor.Tell(Event(499), TestActor);
        ExpectMsg<Duplicate>();
        actor.Tell(new ResumeSubscription(Id), TestActor);
        ExpectMsg<SubscriptionView>();
        for (var i = 0; i < 500; i++)
        {
            var post = Deliverer.Next();
            Assert.Equal($"event-{i}", post.Request.WebhookId);
            post.Answer(200);
        }

        Assert.Equal(500, AwaitIdle(actor).Delivered);
        actor = Restart(actor);
        Assert.Equal(500, View(actor).Delivered);
        ExpectNoPost(actor);
    }

    [Fact]
    public void A_hand_off_waits_for_the_attempt_in_flight_records_it_and_turns_new_events_away()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Accept(actor, 2);
        var post = Deliverer.Next();
        actor.Tell(HandOff.Instance);
        actor.Tell(Event(3), TestActor);
        Assert.Equal(RejectReason.Overloaded, ExpectMsg<Rejected>().Reason);
        post.Answer(200);
        ExpectTerminated(actor);
        actor = StartActor();
        Assert.Equal("event-2", Deliverer.Next().Request.WebhookId);
        Assert.Equal(1, View(actor).Delivered);
    }

    [Fact]
    public void A_hand_off_gives_up_a_hanging_attempt_after_15_seconds_and_the_event_is_sent_again()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Deliverer.Next();
        actor.Tell(HandOff.Instance);
        View(actor);
        Time.Advance(TimeSpan.FromSeconds(15));
        ExpectTerminated(actor);
        StartActor();
        Assert.Equal("event-1", Deliverer.Next().Request.WebhookId);
    }
}
