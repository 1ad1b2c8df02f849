using Akka.Actor;
using Akka.Persistence;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Tests.Actor;

public sealed class RetentionSpec : ActorSpec
{
    /// <summary>A record for each, shared with the delivery before it: more than half the ids that are remembered at most in so short a time, after which a snapshot is taken.</summary>
    private const int EventsForASnapshot = 600;

    private int _sent;

    [Fact]
    public void Records_stay_for_the_retention_and_go_with_the_next_snapshot_after_it()
    {
        var actor = StartSubscription();
        DeliverMany(actor);
        DeliverMany(actor);
        Assert.Equal(1, FirstRecord());

        // So long a time without work is spent asleep; the next event wakes another life.
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Time.Advance(Retention + TimeSpan.FromHours(1));
        actor = StartActor();
        DeliverMany(actor);
        AwaitAssert(() => Assert.True(FirstRecord() > 1, "the oldest records are gone"));

        var again = Restart(actor);
        Assert.Equal(_sent, View(again).Delivered);
    }

    [Fact]
    public void Records_go_too_where_each_life_takes_no_more_than_one_snapshot()
    {
        var actor = StartSubscription();
        DeliverMany(actor);
        for (var life = 0; life < 2; life++)
        {
            Assert.Equal(1, FirstRecord());
            Sys.Stop(actor);
            ExpectTerminated(actor);
            Time.Advance(Retention / 2 + TimeSpan.FromHours(1));
            actor = StartActor();
            DeliverMany(actor);
        }

        AwaitAssert(() => Assert.True(FirstRecord() > 1, "the oldest records are gone"));
    }

    private void DeliverMany(IActorRef actor)
    {
        for (var i = 0; i < EventsForASnapshot; i++)
        {
            Accept(actor, ++_sent);
            Deliverer.Next().Answer(200);
        }

        Assert.Equal(_sent, AwaitIdle(actor).Delivered);
    }

    /// <summary>Number of the oldest record that the journal still has.</summary>
    private long FirstRecord()
    {
        var replay = CreateTestProbe();
        Persistence.Instance.Apply(Sys).JournalFor(null).Tell(
            new ReplayMessages(1, long.MaxValue, long.MaxValue, SubscriptionActor.PersistenceIdOf(Id), replay.Ref), replay.Ref);
        var first = replay.ExpectMsg<ReplayedMessage>().Persistent.SequenceNr;
        replay.FishForMessage(m => m is RecoverySuccess);
        return first;
    }
}
