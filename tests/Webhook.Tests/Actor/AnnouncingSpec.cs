using System.Collections.Concurrent;
using Akka.Actor;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Actor;

public sealed class AnnouncingSpec : ActorSpec
{
    private readonly BlockingCollection<(AcceptEvent Announcement, TaskCompletionSource<Receipt> Answer)> _handedOver = [];

    public AnnouncingSpec()
    {
        Policy = new DeliveryPolicy(Interval, 0, 10_000, AllowHttp: true);
        HandOver = announcement =>
        {
            var answer = new TaskCompletionSource<Receipt>(TaskCreationOptions.RunContinuationsAsynchronously);
            _handedOver.Add((announcement, answer));
            return answer.Task;
        };
    }

    [Fact]
    public void What_was_announced_is_recorded_and_not_announced_by_the_next_life()
    {
        var actor = Suspended();
        Answer(Lived.Taken);
        ExpectSleep();
        actor = Restart(actor);
        Assert.Equal(Phase.Suspended, View(actor).Phase);
        ExpectSleep();
        Assert.Empty(_handedOver);
    }

    [Fact]
    public void Until_it_is_answered_the_actor_stays_and_tries_again()
    {
        var actor = Suspended();
        var first = Answer(Lived.Overloaded);
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Assert.NotEmpty(_handedOver);
        });
        Assert.Equal(first.EventId, Next().Announcement.EventId);
        Time.Advance(PassivateAfter * 2);
        View(actor);
        View(actor);
        Parent.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void What_got_no_answer_is_announced_by_the_next_life_under_the_same_id()
    {
        var actor = Suspended();
        var first = Next().Announcement;
        Restart(actor);
        var again = Answer(Lived.Taken);
        Assert.Equal((first.EventId, first.HappenedAt), (again.EventId, again.HappenedAt));
        Assert.Equal(first.Payload.ToArray(), again.Payload.ToArray());
        ExpectSleep();
    }

    [Fact]
    public void Where_operators_have_no_subscription_the_actor_sleeps_and_nothing_is_recorded()
    {
        var actor = Suspended();
        Answer(Lived.NoOperators);
        ExpectSleep();
        Restart(actor);
        Answer(Lived.NoOperators);
        ExpectSleep();
    }

    [Fact]
    public void A_hand_off_does_not_wait_for_an_answer()
    {
        var actor = Suspended();
        Next();
        actor.Tell(HandOff.Instance);
        ExpectTerminated(actor);
    }

    private IActorRef Suspended()
    {
        var actor = StartSubscription();
        Accept(actor, 1);
        Deliverer.Next().Answer(500);
        AwaitPhase(actor, Phase.Suspended);
        return actor;
    }

    private (AcceptEvent Announcement, TaskCompletionSource<Receipt> Answer) Next() =>
        _handedOver.TryTake(out var next, TimeSpan.FromSeconds(10)) ? next : throw new TimeoutException("An announcement was expected; none came within 10 s.");

    private AcceptEvent Answer(Func<AcceptEvent, Receipt> answer)
    {
        var (announcement, completion) = Next();
        completion.SetResult(answer(announcement));
        return announcement;
    }
}
