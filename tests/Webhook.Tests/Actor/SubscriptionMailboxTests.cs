using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Tests.Actor;

public sealed class SubscriptionMailboxTests
{
    private readonly SubscriptionMailbox.Messages _messages = new();

    [Fact]
    public void Messages_come_in_order_and_what_was_put_back_comes_first_the_last_one_before_all()
    {
        Add(1, 2);
        _messages.EnqueueFirst(Of(10));
        _messages.EnqueueFirst(Of(11));
        Add(3);
        Assert.Equal(5, _messages.Count);
        Assert.Equal([11, 10, 1, 2, 3], TakeAll());
        Assert.False(_messages.HasMessages);
        Add(4);
        Assert.Equal([4], TakeAll());
    }

    [Fact]
    public void Much_that_waited_once_does_not_change_what_comes_after()
    {
        Add([.. Enumerable.Range(0, 1000)]);
        Assert.Equal(Enumerable.Range(0, 1000), TakeAll());
        Add(5, 6);
        Assert.Equal([5, 6], TakeAll());
    }

    [Fact]
    public void What_is_left_when_the_actor_ends_goes_to_the_dead_letters_in_order()
    {
        var deadLetters = new UnboundedMessageQueue();
        Add(2, 3);
        _messages.EnqueueFirst(Of(1));
        _messages.CleanUp(ActorRefs.Nobody, deadLetters);
        Assert.Equal((0, 3), (_messages.Count, deadLetters.Count));
        Assert.True(deadLetters.TryDequeue(out var first));
        Assert.Equal(1, first.Message);
    }

    [Fact]
    public async Task Many_may_add_while_one_takes_and_each_sender_keeps_its_order()
    {
        const int senders = 4;
        const int each = 20_000;
        var adding = Task.WhenAll(Enumerable.Range(0, senders).Select(s => Task.Run(() => Add([.. Enumerable.Range(0, each).Select(i => (s * each) + i)]))));
        var next = Enumerable.Range(0, senders).Select(s => s * each).ToArray();
        for (var taken = 0; taken < senders * each;)
        {
            if (!_messages.TryDequeue(out var envelope))
            {
                Assert.False(adding.IsCompleted && !_messages.HasMessages, $"Only {taken} of {senders * each} messages came.");
                await Task.Yield();
                continue;
            }

            taken++;
            var message = (int)envelope.Message;
            Assert.Equal(next[message / each]++, message);
        }

        await adding;
        Assert.Equal(0, _messages.Count);
    }

    [Fact]
    public void An_idle_mailbox_takes_less_than_a_tenth_of_the_librarys()
    {
        const int count = 1000;
        Assert.InRange(BytesOf(() => new SubscriptionMailbox.Messages()), 1, BytesOf(() => new UnboundedDequeMessageQueue()) / 10);

        static long BytesOf(Func<object> make)
        {
            make();
            var kept = new object[count];
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < count; i++)
            {
                kept[i] = make();
            }

            return (GC.GetAllocatedBytesForCurrentThread() - before) / count;
        }
    }

    private static Envelope Of(int message) => new(message, ActorRefs.NoSender);

    private void Add(params int[] messages)
    {
        foreach (var message in messages)
        {
            _messages.Enqueue(ActorRefs.Nobody, Of(message));
        }
    }

    private List<int> TakeAll()
    {
        var taken = new List<int>();
        while (_messages.TryDequeue(out var envelope))
        {
            taken.Add((int)envelope.Message);
        }

        return taken;
    }
}
