using Akka.Actor;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;

namespace Webhook.Tests.Actor;

public sealed class PassivationSpec : ActorSpec
{
    [Fact]
    public void An_actor_with_nothing_to_do_asks_to_be_passivated_and_stops_when_the_shard_agrees()
    {
        var actor = StartSubscription();
        Passivated(actor);
        actor.Tell(StopPassivated.Instance);
        ExpectTerminated(actor);
    }

    [Fact]
    public void An_actor_whose_shard_did_not_agree_asks_again()
    {
        var actor = StartSubscription();
        Passivated(actor);
        Assert.IsType<StopPassivated>(ExpectSleep().StopMessage);
        Assert.IsType<StopPassivated>(ExpectSleep().StopMessage);
        actor.Tell(StopPassivated.Instance);
        ExpectTerminated(actor);
    }

    [Fact]
    public void An_actor_that_waits_for_a_retry_stays()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Waiting);
        Time.Advance(PassivateAfter * 2);
        View(actor);
        View(actor);
        Parent.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_command_that_arrives_after_Passivate_goes_back_to_the_region_with_its_sender()
    {
        var actor = StartSubscription();
        Passivated(actor);
        actor.Tell(Event(1), TestActor);
        var back = Region.ExpectMsg<HandedBack>();
        Assert.Equal(Event(1).EventId, Assert.IsType<AcceptEvent>(back.Message).EventId);
        Assert.Equal(TestActor, Region.LastSender);
        actor.Tell(StopPassivated.Instance);
        ExpectTerminated(actor);
        StartActor().Tell(back, TestActor);
        ExpectMsg<Accepted>();
        Deliverer.Next();
    }

    [Fact]
    public void The_row_tells_how_many_are_parked_whenever_that_changes()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        for (var refusal = 0; refusal < Policy.Retries; refusal++)
        {
            Deliverer.Next().Answer(422);
            AwaitPhase(actor, Phase.Idle);
            Time.Advance(Interval);
        }

        Deliverer.Next().Answer(422);
        AwaitAssert(() => Assert.Equal(1, Rows[^1].Parked));
        actor.Tell(new DropEvent(Id, "event-1"), TestActor);
        ExpectMsg<EventView>();
        AwaitAssert(() => Assert.Equal(0, Rows[^1].Parked));
    }

    [Fact]
    public void A_message_that_comes_back_to_the_same_life_shows_that_the_shard_did_not_agree()
    {
        var actor = StartSubscription();
        Passivated(actor);
        actor.Tell(Event(1), TestActor);
        actor.Tell(Region.ExpectMsg<HandedBack>(), TestActor);
        ExpectMsg<Accepted>();
        Deliverer.Next().Answer(200);
        AwaitPhase(actor, Phase.Idle);
        Passivated(actor);
    }

    [Fact]
    public void The_summary_row_is_reported_when_phase_or_settings_change_and_not_for_each_event()
    {
        var actor = StartSubscription();
        for (var i = 1; i <= 20; i++)
        {
            Accept(actor, i);
            Deliverer.Next().Answer(200);
        }

        AwaitIdle(actor);
        var row = Assert.Single(Rows);
        Assert.Equal((Id, "endpoint.test", "Idle", 1), (row.Id, row.Host, row.Phase, row.Generation));
        Accept(actor, 21);
        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Waiting);
        Assert.Equal("Waiting", Rows[^1].Phase);
        Assert.NotNull(Rows[^1].DueAt);
    }

    [Fact]
    public void A_quiet_subscription_that_wakes_for_an_event_reports_its_row_only_as_it_falls_asleep_and_one_that_waits_at_once()
    {
        var actor = Restart(StartSubscription());
        var before = Rows.Count;
        Accept(actor, 1);
        Deliverer.Next().Answer(200);
        AwaitIdle(actor);
        Assert.Equal(before, Rows.Count);
        Passivated(actor);
        Assert.Equal(before + 1, Rows.Count);
        // What a crash kept from the table is in the row then, whatever it was.
        Assert.Equal((Id, "Idle", 0), (Rows[^1].Id, Rows[^1].Phase, Rows[^1].Undelivered));
        actor = Restart(actor);
        Accept(actor, 2);
        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Waiting);
        before = Rows.Count;
        actor = Restart(actor);
        View(actor);
        Assert.Equal("Waiting", Rows[before].Phase);
    }

    [Fact]
    public void One_that_wakes_and_does_not_fall_asleep_again_reports_its_row_after_as_long()
    {
        var actor = Restart(StartSubscription());
        var before = Rows.Count;
        for (var i = 1; i <= 4; i++)
        {
            Accept(actor, i);
            Deliverer.Next().Answer(200);
            AwaitIdle(actor);
            Assert.Equal(i < 4 ? before : before + 1, Rows.Count);
            Time.Advance(PassivateAfter * 0.4);
        }
    }

    private void Passivated(IActorRef actor)
    {
        View(actor);
        Assert.IsType<StopPassivated>(ExpectSleep().StopMessage);
    }
}
