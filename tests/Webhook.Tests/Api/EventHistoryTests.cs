using LinqToDB.Data;
using Webhook.Cluster.Api.Events;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Subscriptions.History;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

/// <summary>
/// What is found of events that share records: event 2 was accepted in the record that tells of event 1's delivery, events 3 and 4 in one after
/// event 2's, events 5 and 6 in one of their own.
/// </summary>
public sealed class EventHistoryTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private EventHistory _history = null!;

    public async Task InitializeAsync()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        // Makes the tables.
        await node.AddAsync("other", 1);
        await WriteAsync(
            node.Database,
            new EventAccepted("event-1", At, "1"u8.ToArray()),
            new EventAcceptedAfterDeliveries(Delivered("event-1", 1, second: 1), new EventAccepted("event-2", At.AddSeconds(2), "2"u8.ToArray())),
            new EventsAccepted(Delivered("event-2", 2, second: 3), [Accepted("event-3", second: 4), Accepted("event-4", second: 4)]),
            Delivered("event-4", 3, second: 5),
            new EventsAccepted(null, [Accepted("event-5", second: 6), Accepted("event-6", second: 6)]),
            Delivered("event-6", 5, second: 7),
            // Event 7 was accepted so long ago that its record is gone, was parked and sent again; event 8 was delivered, sent again and dropped.
            new ParkedEventReplayed("event-7", At.AddSeconds(8), "7"u8.ToArray()),
            Delivered("event-7", 7, second: 9),
            Accepted("event-8", second: 10),
            Delivered("event-8", 9, second: 11),
            new DeliveredEventReplayed("event-8", At.AddSeconds(12), "8"u8.ToArray()),
            new EventDropped("event-8", At.AddSeconds(13)),
            // Its POST was under way, and ended well.
            Delivered("event-8", 11, second: 14),
            // Event 9 was dropped, and is another one since.
            new EventAccepted("event-9", At.AddSeconds(15), "8"u8.ToArray()),
            new EventDropped("event-9", At.AddSeconds(16)),
            Accepted("event-9", second: 17),
            Delivered("event-9", 16, second: 18));
        _history = new EventHistory(new JournalReader(node.Database));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_are_listed_as_delivered_page_by_page()
    {
        var newest = await _history.DeliveredAsync("a", 1, null, limit: 1, CancellationToken.None);
        Assert.Equal(["event-9"], newest.Events.Select(e => e.EventId));
        var rest = await _history.DeliveredAsync("a", 1, newest.Next, limit: 10, CancellationToken.None);
        Assert.Equal(["event-8", "event-8", "event-7", "event-6", "event-4", "event-2", "event-1"], rest.Events.Select(e => e.EventId));
        Assert.Null(rest.Next);
    }

    [Theory]
    [InlineData("event-1", "1")]
    [InlineData("event-2", "2")]
    [InlineData("event-4", "4")]
    [InlineData("event-6", "6")]
    [InlineData("event-7", "7")]
    [InlineData("event-9", "9")]
    public async Task Each_is_found_with_its_own_payload(string eventId, string payload)
    {
        var dropped = await _history.DroppedAsync("a", 1, CancellationToken.None);
        var found = await _history.DeliveredByIdAsync("a", eventId, 1, dropped.GetValueOrDefault(eventId), CancellationToken.None);
        Assert.Equal((eventId, payload), (found?.EventId, System.Text.Encoding.UTF8.GetString(found!.Payload.Span)));
    }

    [Fact]
    public async Task A_time_range_holds_what_was_delivered_in_it()
    {
        var all = await _history.DeliveredBetweenAsync("a", 1, At, At.AddMinutes(1), CancellationToken.None).Select(e => e.EventId).ToListAsync();
        Assert.Equal(["event-1", "event-2", "event-4", "event-6", "event-7", "event-9"], all);
        var first = await _history.DeliveredBetweenAsync("a", 1, At, At.AddSeconds(2), CancellationToken.None).Select(e => e.EventId).ToListAsync();
        Assert.Equal(["event-1"], first);
    }

    [Theory]
    [InlineData("event-1", 1, 0, 1)]
    [InlineData("event-2", 2, 2, 3)]
    [InlineData("event-4", 3, 4, 5)]
    [InlineData("event-6", 5, 6, 7)]
    [InlineData("event-7", 1, 8, 9)]
    [InlineData("event-9", 14, 17, 18)]
    public async Task Each_tells_when_it_was_accepted_and_delivered(string eventId, long payloadAt, int acceptedSecond, int deliveredSecond)
    {
        var found = new EventFound(null, payloadAt, "https://example.com/hook", false, ReadOnlyMemory<byte>.Empty);
        var detail = await _history.DetailAsync("a", eventId, found, CancellationToken.None);
        Assert.Equal((At.AddSeconds(acceptedSecond), At.AddSeconds(deliveredSecond)), (detail!.AcceptedAt, detail.DeliveredAt));
        Assert.Equal(eventId, Assert.Single(detail.Attempts).EventId);
    }

    [Fact]
    public async Task What_was_dropped_for_good_is_neither_shown_nor_sent_again_though_it_was_delivered_before()
    {
        var dropped = await _history.DroppedAsync("a", 1, CancellationToken.None);
        Assert.Equal([("event-8", 12), ("event-9", 15)], dropped.Select(d => (d.Key, d.Value)));
        Assert.Null(await _history.DeliveredByIdAsync("a", "event-8", 1, dropped["event-8"], CancellationToken.None));
        var found = new EventFound(null, 1, "https://example.com/hook", false, ReadOnlyMemory<byte>.Empty);
        Assert.Null(await _history.DetailAsync("a", "event-8", found, CancellationToken.None));
    }

    private static EventAccepted Accepted(string eventId, int second) => new(eventId, At.AddSeconds(second), System.Text.Encoding.UTF8.GetBytes(eventId[^1..]));

    private static EventsDelivered Delivered(string eventId, long payloadAt, int second) =>
        new([new EventDelivered(new AttemptRecord(eventId, payloadAt, At.AddSeconds(second), 0, Outcome.Delivered, 200, null, null, false), false)], At.AddSeconds(second));

    private static async Task WriteAsync(Database database, params SubscriptionEvent[] records)
    {
        await using var connection = database.Connect();
        for (var i = 0; i < records.Length; i++)
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, deleted)
                VALUES ('subscription-a', @number, @created, @message, @manifest, 1, '', 0)
                """,
                new DataParameter("number", i + 1L),
                new DataParameter("created", records[i].At.UtcTicks),
                new DataParameter("message", JournalRecords.Table.Write(records[i])),
                new DataParameter("manifest", JournalRecords.Table.ManifestOf(records[i])));
        }
    }
}
