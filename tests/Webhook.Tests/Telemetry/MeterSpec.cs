using Akka.Persistence;
using Akka.Persistence.TestKit;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;
using Webhook.Tests.Actor;

namespace Webhook.Tests.Telemetry;

/// <summary>What an actor counts, in virtual time.</summary>
public sealed class MeterSpec : ActorSpec
{
    [Fact]
    public void A_receipt_is_counted_by_its_kind_and_a_rejection_by_its_reason()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        actor.Tell(Event(1), TestActor);
        ExpectMsg<Duplicate>();
        actor.Tell(Event(1, """{"other":1}"""), TestActor);
        ExpectMsg<Rejected>();
        Assert.Equal((1, 1, 1, 1), (
            Measured.Count("webhook.events.accepted"), Measured.Count("webhook.events.duplicate"),
            Measured.Count("webhook.events.rejected"), Measured.Count("webhook.events.rejected", "conflict")));
    }

    [Fact]
    public void Failures_refusals_and_deliveries_are_counted_with_their_time_from_acceptance_to_2xx()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Waiting);
        Time.Advance(Interval);
        Deliverer.Next().Answer(200);
        AwaitPhase(actor, Phase.Idle);
        Assert.Equal((1, 1, 0), (
            Measured.Count("webhook.attempts", "failed"), Measured.Count("webhook.attempts", "delivered"), Measured.Count("webhook.attempts", "refused")));
        Assert.Equal([300.0], Measured.Seconds("webhook.delivery.latency"));
        Assert.Equal(2, Measured.Seconds("webhook.attempt.duration").Count);
    }

    [Fact]
    public void A_success_of_a_subscription_that_was_created_anew_meanwhile_is_in_no_record_and_counts_nowhere()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        var post = Deliverer.Next();
        actor.Tell(new CancelSubscription(Id), TestActor);
        ExpectMsg<SubscriptionView>();
        actor.Tell(new PutSubscription(Id, SettingsChange.None with { CallbackUrl = "http://endpoint.test/hook" }, Discard: true), TestActor);
        ExpectMsg<SubscriptionStored>();
        post.Answer(200);
        Accept(actor, 2);
        Deliverer.Next().Answer(200);
        AwaitPhase(actor, Phase.Idle);
        AwaitAssert(() => Assert.Equal((1, 1), (Measured.Count("webhook.attempts", "delivered"), Measured.Seconds("webhook.delivery.latency").Count)));
    }

    [Fact]
    public void An_endpoint_that_stays_dead_is_suspended_for_the_first_time_once()
    {
        var actor = StartSubscription();
        for (var time = 1; time <= 2; time++)
        {
            Accept(actor, time);
            for (var retry = 0; retry < Policy.Retries; retry++)
            {
                Deliverer.Next().Answer(500);
                AwaitPhase(actor, Phase.Waiting);
                Time.Advance(Interval);
            }

            Deliverer.Next().Answer(500);
            AwaitPhase(actor, Phase.Suspended);
        }

        Assert.Equal((2, 1), (Measured.Count("webhook.subscriptions.suspended"), Measured.Count("webhook.subscriptions.suspended", "true")));
    }

    [Fact]
    public void Waiting_for_a_retry_is_no_lateness_and_neither_is_a_suspension_but_a_late_start_is()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        for (var retry = 0; retry < Policy.Retries; retry++)
        {
            Deliverer.Next().Answer(500);
            AwaitPhase(actor, Phase.Waiting);
            Time.Advance(Interval);
        }

        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Suspended);
        Time.Advance(TimeSpan.FromMinutes(1));
        Accept(actor, 2);
        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Waiting);
        Assert.Equal(1, Measured.Count("webhook.subscriptions.suspended"));
        Assert.Equal([0, 0, 0, 0, 0], Measured.Seconds("webhook.attempt.lateness"));

        Sys.Stop(actor);
        ExpectTerminated(actor);
        Time.Advance(Interval + TimeSpan.FromSeconds(20));
        actor = StartActor();
        Deliverer.Next().Answer(200);
        AwaitAssert(() => Assert.Equal([0, 0, 0, 0, 0, 20], Measured.Seconds("webhook.attempt.lateness")));
    }

    [Fact]
    public void A_parked_event_is_counted_once()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        for (var refusal = 0; refusal <= Policy.Retries; refusal++)
        {
            Deliverer.Next().Answer(422);
            AwaitAssert(() => Assert.Equal(refusal + 1, Measured.Count("webhook.attempts", "refused")));
            Assert.Equal(refusal < Policy.Retries ? 0 : 1, Measured.Count("webhook.events.parked"));
            Time.Advance(Interval);
        }
    }

    [Fact]
    public async Task A_write_that_fails_or_is_rejected_counts_as_a_failure_of_the_journal_and_its_event_as_overloaded()
    {
        var journal = TestJournal.FromRef(Persistence.Instance.Apply(Sys).JournalFor(null));
        var actor = StartSubscription();
        await journal.OnWrite.Fail();
        actor.Tell(Event(1), TestActor);
        FishForMessage(m => m is Rejected { Reason: RejectReason.Overloaded });
        ExpectTerminated(actor);
        await journal.OnWrite.Reject();
        actor = StartActor();
        actor.Tell(Event(1), TestActor);
        FishForMessage(m => m is Rejected { Reason: RejectReason.Overloaded });
        ExpectTerminated(actor);
        Assert.Equal((2, 0, 2), (
            Measured.Count("webhook.journal.failures"), Measured.Count("webhook.events.accepted"), Measured.Count("webhook.events.rejected", "overloaded")));
    }

    [Fact]
    public void A_growing_backlog_shows_in_the_summary_without_a_row_for_each_event()
    {
        var actor = StartSubscription();
        actor.Tell(new PauseSubscription(Id), TestActor);
        ExpectMsg<SubscriptionView>();
        for (var number = 1; number <= 300; number++)
        {
            Accept(actor, number);
        }

        AwaitAssert(() => Assert.InRange(Rows[^1].Undelivered, 200, 300));
        Assert.InRange(Rows.Count, 5, 25);
    }
}
