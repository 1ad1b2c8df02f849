using Akka.Actor;
using Akka.Persistence.TestKit;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Messages;

namespace Webhook.Tests.Actor;

/// <summary>Events that come in while a record is being written.</summary>
public sealed class SharedRecordSpec : ActorSpec
{
    [Fact]
    public async Task Events_that_come_in_while_a_record_is_being_written_share_the_next_and_get_their_receipts_after_it()
    {
        var actor = StartSubscription();
        var gate = new TaskCompletionSource();
        var held = new Held(gate.Task);
        await Journal.OnWrite.SetInterceptorAsync(held);
        foreach (var number in (int[])[1, 2, 3, 2])
        {
            actor.Tell(Event(number), TestActor);
        }

        AwaitAssert(() => Assert.Equal((4, 1), (Admission.Waiting, held.Count)));
        gate.SetResult();
        Assert.Equal(["event-1", "event-2", "event-3"], Enumerable.Range(0, 3).Select(_ => ExpectMsg<Accepted>().EventId));
        Assert.Equal("event-2", ExpectMsg<Duplicate>().EventId);
        Assert.Equal((0, 2), (Admission.Waiting, held.Count));
    }

    [Fact]
    public async Task Events_that_wait_behind_a_record_as_the_shard_moves_are_accepted_before_the_actor_stops()
    {
        var actor = StartSubscription();
        var gate = new TaskCompletionSource();
        var held = new Held(gate.Task);
        await Journal.OnWrite.SetInterceptorAsync(held);
        actor.Tell(Event(1), TestActor);
        actor.Tell(Event(2), TestActor);
        AwaitAssert(() => Assert.Equal((2, 1), (Admission.Waiting, held.Count)));
        actor.Tell(HandOff.Instance, TestActor);
        actor.Tell(Event(3), TestActor);
        Assert.Equal("event-3", ExpectMsg<Rejected>().EventId);
        gate.SetResult();
        Assert.Equal(["event-1", "event-2"], Enumerable.Range(0, 2).Select(_ => ExpectMsg<Accepted>().EventId));
        ExpectTerminated(actor);
        Assert.Equal(0, Admission.Waiting);
    }

    [Theory]
    [InlineData(typeof(TestJournalFailureException))]
    [InlineData(typeof(TestJournalRejectionException))]
    public async Task Events_behind_one_that_the_journal_does_not_take_are_to_be_sent_again_and_give_back_their_places(Type end)
    {
        var actor = StartSubscription();
        var gate = new TaskCompletionSource();
        await Journal.OnWrite.SetInterceptorAsync(new Held(gate.Task, (Exception)Activator.CreateInstance(end)!));
        actor.Tell(Event(1), TestActor);
        actor.Tell(Event(1), TestActor);
        actor.Tell(Event(1), TestActor);
        AwaitAssert(() => Assert.Equal(3, Admission.Waiting));
        gate.SetResult();
        var told = Enumerable.Range(0, 4).Select(_ => ExpectMsg<object>()).ToList();
        Assert.All(told.OfType<Rejected>(), r => Assert.Equal(RejectReason.Overloaded, r.Reason));
        Assert.Equal((3, 1), (told.OfType<Rejected>().Count(), told.OfType<Terminated>().Count()));
        Assert.Equal(0, Admission.Waiting);
    }
}
