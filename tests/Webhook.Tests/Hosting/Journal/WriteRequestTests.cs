using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.TestKit.Xunit2;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Tests.Hosting.Journal;

public sealed class WriteRequestTests : TestKit
{
    private readonly List<string> _told = [];

    [Fact]
    public void An_actor_hears_of_each_record_and_answer_in_order_and_only_then_that_the_write_is_over()
    {
        var write = Write(Record(1), new Deferred("deferred", TestActor), Record(2));
        Assert.Equal([1L, 2], write.Rows.Select(r => r.SequenceNumber));
        write.End(null);
        Assert.Equal(1, ExpectMsg<WriteMessageSuccess>().Persistent.SequenceNr);
        Assert.Equal("deferred", ExpectMsg<LoopMessageSuccess>().Message);
        Assert.Equal(2, ExpectMsg<WriteMessageSuccess>().Persistent.SequenceNr);
        // It asks for its next write as soon as it hears this: whose answers must not come before these.
        ExpectMsg<WriteMessagesSuccessful>();
        Assert.Equal(["written", "ended"], _told);
    }

    [Fact]
    public void A_write_that_failed_fails_each_record_and_lets_deferred_answers_go()
    {
        var write = Write(Record(1), new Deferred("deferred", TestActor));
        write.End(new TimeoutException("too late"));
        Assert.Equal("too late", ExpectMsg<WriteMessageFailure>().Cause.Message);
        ExpectMsg<LoopMessageSuccess>();
        Assert.Equal(1, ExpectMsg<WriteMessagesFailed>().WriteCount);
    }

    [Fact]
    public async Task What_was_given_up_is_answered_once_and_ends_when_it_is_known_what_became_of_it()
    {
        var (given, next) = (Write(Record(1)), Write(Record(1)));
        next.ComesAfter(given);
        given.Answer(new TimeoutException("too late"));
        ExpectMsg<WriteMessageFailure>();
        ExpectMsg<WriteMessagesFailed>();
        var (ended, both) = (given.WhenEndedAsync(), next.WhenEndedAsync());
        next.End(null);
        ExpectMsg<WriteMessageSuccess>();
        ExpectMsg<WriteMessagesSuccessful>();
        Assert.False(ended.IsCompleted || both.IsCompleted);
        given.End(null);
        await Task.WhenAll(ended, both).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(given.WhenEndedAsync().IsCompleted);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void The_journal_counts_as_refusing_after_twenty_statements_in_a_row_that_failed()
    {
        var writes = new WritesUnderWay();
        for (var failure = 1; failure <= WritesUnderWay.FailuresInARow; failure++)
        {
            Assert.False(writes.IsRefused);
            var ofAll = new TimeoutException();
            writes.Note(ofAll);
            writes.Note(ofAll);
        }

        Assert.True(writes.IsRefused);
        writes.Note(null);
        Assert.False(writes.IsRefused);
    }

    [Fact]
    public async Task While_a_write_before_is_under_way_the_actor_s_next_life_waits_though_a_later_one_has_ended()
    {
        var writes = new WritesUnderWay();
        var (given, next) = (Write(writes), Write(writes));
        writes.Begin(given);
        writes.Begin(next);
        next.End(null);
        var both = writes.UntilEndedAsync("a");
        Assert.False(both.IsCompleted);
        given.End(null);
        await both.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(writes.UntilEndedAsync("a").IsCompleted);
    }

    [Fact]
    public void A_write_that_cannot_say_its_end_lets_the_next_life_in_all_the_same()
    {
        var message = new WriteMessages([Record(1)], TestActor, 1);
        var write = new WriteRequest(message, WriteRequest.RowsOf(message, Sys.Serialization)!, ActorRefs.Nobody, (_, _) => throw new InvalidOperationException("no"), _ => { });
        Assert.Throws<InvalidOperationException>(() => write.End(null));
        Assert.True(write.WhenEndedAsync().IsCompleted);
    }

    private WriteRequest Write(params IPersistentEnvelope[] envelopes) => Write(_ => _told.Add("ended"), envelopes);

    private WriteRequest Write(WritesUnderWay writes) => Write(writes.End, Record(1));

    private WriteRequest Write(Action<WriteRequest> ended, params IPersistentEnvelope[] envelopes)
    {
        var message = new WriteMessages(envelopes, TestActor, 1);
        return new WriteRequest(message, WriteRequest.RowsOf(message, Sys.Serialization)!, ActorRefs.Nobody, (_, _) => _told.Add("written"), ended);
    }

    private static AtomicWrite Record(long number) =>
        new(ImmutableList.Create<IPersistentRepresentation>(new Persistent("one", number, "a", "", isDeleted: false, ActorRefs.NoSender, "writer")));

    /// <summary>As the library wraps an answer that waits for earlier records.</summary>
    private sealed record Deferred(object Payload, IActorRef Sender) : IPersistentEnvelope
    {
        public int Size => 1;
    }
}
