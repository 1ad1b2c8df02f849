using System.Collections.Concurrent;
using Webhook.Messages;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Messages;

public sealed class SenderTests
{
    private const string Id = "customer-1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly ConcurrentQueue<RenderedEvent> _arrived = new();

    [Fact]
    public async Task An_event_arrives_rendered_and_its_receipt_comes_back()
    {
        await using var node = await GatewayNode.StartAsync(Accept);
        await using var sender = Connect(node.Port);
        var receipt = await sender.SendAsync(Lessons.Sample(Id, "event-1")).WaitAsync(Patience);
        Assert.Equal(new Accepted(Id, "event-1"), receipt);
        Assert.Equal(LessonPayload.ToRendered(Lessons.Sample(Id, "event-1")), _arrived.First());
    }

    [Fact]
    public async Task An_event_is_sent_again_until_a_receipt_arrives_and_Overloaded_is_none()
    {
        await using var node = await GatewayNode.StartAsync(e =>
        {
            _arrived.Enqueue(e);
            return _arrived.Count switch
            {
                1 => null,
                2 => new Rejected(e.SubscriptionId, e.EventId, RejectReason.Overloaded, null, "Later."),
                _ => new Duplicate(e.SubscriptionId, e.EventId),
            };
        });
        await using var sender = Connect(node.Port);
        Assert.IsType<Duplicate>(await sender.SendAsync(Lessons.Sample(Id, "event-1")).WaitAsync(Patience));
        Assert.Equal(3, _arrived.Count);
        Assert.Single(_arrived.Distinct());
    }

    [Fact]
    public async Task Events_that_are_handed_over_together_share_messages_and_get_a_receipt_each()
    {
        var batches = new ConcurrentQueue<EventBatch>();
        await using var node = await GatewayNode.StartAsync(Accept, takesBatch: batch =>
        {
            batches.Enqueue(batch);
            return true;
        });
        await using var sender = Connect(node.Port, maxInFlight: 5_000);
        // The largest events too: what is in one frame must fit it.
        var large = Lessons.Sample(Id, "x") with { User = new User("1", new string('n', 60_000), "a@example.com") };
        var lessons = Enumerable.Range(0, 2_000).Select(i => (i % 100 == 0 ? large : Lessons.Sample(Id, "x")) with { EventId = $"event-{i}" }).ToList();
        var receipts = await Task.WhenAll(lessons.Select(l => Task.Run(() => sender.SendAsync(l)))).WaitAsync(Patience);
        Assert.Equal(lessons.Select(l => new Accepted(Id, l.EventId)), receipts);
        Assert.All(batches, batch => Assert.InRange(batch.Events.Count, 2, 120));
        Assert.All(batches, batch => Assert.InRange(batch.Events.Sum(e => e.Payload.Length), 0, 80_000));
        Assert.Equal(2_000, _arrived.Count);
        Assert.Equal(2_000, _arrived.Distinct().Count());
    }

    [Fact]
    public async Task A_node_that_does_not_know_batches_gets_their_events_one_by_one()
    {
        var isRefused = false;
        await using var node = await GatewayNode.StartAsync(Accept, takesBatch: _ => !(isRefused = true));
        await using var sender = Connect(node.Port, maxInFlight: 5_000);
        using var deadline = new CancellationTokenSource(Patience);
        for (var burst = 0; !isRefused; burst++)
        {
            deadline.Token.ThrowIfCancellationRequested();
            var sending = Enumerable.Range(0, 500).Select(i => Task.Run(() => sender.SendAsync(Lessons.Sample(Id, $"event-{burst}-{i}"))));
            Assert.All(await Task.WhenAll(sending).WaitAsync(deadline.Token), receipt => Assert.IsType<Accepted>(receipt));
        }
    }

    [Fact]
    public async Task A_wrong_event_is_rejected_at_once_with_no_node_in_sight()
    {
        await using var sender = Connect(9);
        var untitled = Lessons.Sample(Id, "event-1") with { Lesson = new Lesson("1", "") };
        var rejected = Assert.IsType<Rejected>(await sender.SendAsync(untitled));
        Assert.Equal((RejectReason.Invalid, "lesson.title"), (rejected.Reason, rejected.Field));
        Assert.Equal("event_id", Assert.IsType<Rejected>(await sender.SendAsync(Lessons.Sample(Id, "a b"))).Field);
        Assert.Equal("subscription_id", Assert.IsType<Rejected>(await sender.SendAsync(Lessons.Sample("", "event-1"))).Field);
        var broken = Lessons.Sample(Id, "event-1") with { Lesson = new Lesson("1", "\ud800") };
        Assert.Equal(RejectReason.Invalid, Assert.IsType<Rejected>(await sender.SendAsync(broken)).Reason);
    }

    [Fact]
    public async Task The_same_id_with_two_payloads_at_once_gets_an_answer_each()
    {
        await using var node = await GatewayNode.StartAsync(e =>
        {
            _arrived.Enqueue(e);
            return e.Payload.Span.SequenceEqual(_arrived.First().Payload.Span)
                ? new Accepted(e.SubscriptionId, e.EventId)
                : new Rejected(e.SubscriptionId, e.EventId, RejectReason.Conflict, null, "Another payload.");
        });
        await using var sender = Connect(node.Port);
        var receipts = await Task.WhenAll(
            sender.SendAsync(Lessons.Sample(Id, "event-1")),
            sender.SendAsync(Lessons.Sample(Id, "event-1") with { ScorePercent = 1m })).WaitAsync(Patience);
        Assert.Single(receipts.OfType<Accepted>());
        Assert.Single(receipts.OfType<Rejected>());
    }

    [Fact]
    public async Task Callers_wait_for_a_place_when_as_many_as_may_are_in_flight()
    {
        var answering = false;
        await using var node = await GatewayNode.StartAsync(e =>
        {
            _arrived.Enqueue(e);
            return Volatile.Read(ref answering) ? new Accepted(e.SubscriptionId, e.EventId) : null;
        });
        await using var sender = Connect(node.Port, maxInFlight: 2);
        var sending = Enumerable.Range(0, 5).Select(i => sender.SendAsync(Lessons.Sample(Id, $"event-{i}"))).ToList();
        await Eventually.TrueAsync(() => _arrived.Count >= 6, "the first two were repeated");
        Assert.Equal(2, _arrived.Select(e => e.EventId).Distinct().Count());
        Volatile.Write(ref answering, true);
        await Task.WhenAll(sending).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_cancelled_call_ends_and_gives_its_place_back()
    {
        await using var node = await GatewayNode.StartAsync(e => e.EventId == "event-1" ? null : Accept(e));
        await using var sender = Connect(node.Port, maxInFlight: 1);
        using var cancel = new CancellationTokenSource();
        var stuck = sender.SendAsync(Lessons.Sample(Id, "event-1"), cancel.Token);
        var waiting = sender.SendAsync(Lessons.Sample(Id, "event-2"));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stuck);
        Assert.IsType<Accepted>(await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task Disposing_ends_what_waits_for_a_receipt_with_a_clear_exception()
    {
        var sender = Connect(9);
        var stuck = sender.SendAsync(Lessons.Sample(Id, "event-1"));
        await sender.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stuck);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendAsync(Lessons.Sample(Id, "event-2")));
    }

    [Fact]
    public async Task A_node_that_dies_and_comes_back_on_its_address_is_found_again()
    {
        int port;
        await using (var first = await GatewayNode.StartAsync(Accept))
        {
            port = first.Port;
        }

        await using var sender = Connect(port);
        var sending = sender.SendAsync(Lessons.Sample(Id, "event-1"));
        await using (await GatewayNode.StartAsync(Accept, port))
        {
            Assert.IsType<Accepted>(await sending.WaitAsync(Patience));
        }

        sending = sender.SendAsync(Lessons.Sample(Id, "event-2"));
        await using var third = await GatewayNode.StartAsync(Accept, port);
        Assert.IsType<Accepted>(await sending.WaitAsync(Patience));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("http://127.0.0.1:80")]
    public void A_contact_point_that_is_no_address_is_named(string contact) =>
        Assert.Contains("ContactPoints", Assert.Throws<ArgumentException>(() => LessonEventSender.Connect(new LessonEventSenderOptions { ContactPoints = [contact] })).Message, StringComparison.Ordinal);

    private static LessonEventSender Connect(int port, int maxInFlight = 100) => LessonEventSender.Connect(new LessonEventSenderOptions
    {
        ContactPoints = [$"127.0.0.1:{port}"],
        MaxInFlight = maxInFlight,
        FirstWait = TimeSpan.FromMilliseconds(500),
        LongestWait = TimeSpan.FromSeconds(1),
    });

    private Receipt Accept(RenderedEvent rendered)
    {
        _arrived.Enqueue(rendered);
        return new Accepted(rendered.SubscriptionId, rendered.EventId);
    }
}
