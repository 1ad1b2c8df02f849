using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using CsCheck;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Core.Announcing;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Tests.Golden;

namespace Webhook.Tests.Serialization;

public sealed class JournalRecordTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ReadOnlyMemory<byte> Payload = "{\"a\":\"line\\n\"}\n\0raw"u8.ToArray();

    private static readonly SubscriptionSettings InClear = new(
        "https://example.com/hook?a=1", new Secret("Zoë ✓ \"quoted\""), 4, new Secret("whsec_new"), new Secret("whsec_old"), At.AddHours(24));

    private static readonly SubscriptionSettings Settings = InClear with
    {
        Authorization = Sealed("CfDJ8-value"),
        SigningSecret = Sealed("CfDJ8-new"),
        PreviousSecret = Sealed("CfDJ8-old"),
    };

    private static readonly AttemptRecord Attempt = new("event-1", 7, At, 12.345, Outcome.Refused, 422, null, "no thanks", false);

    private static readonly Announcement Told = new(9, AnnouncementTypes.Suspended, At, "example.com", 3, 1)
    {
        EventId = "event-1",
        Status = 500,
        Reason = "The endpoint answered 500.",
        Attempts = 4,
        Outage = new Outage(At, 2),
        Limit = 10_000,
        Bytes = 5,
    };

    public static TheoryData<object> Records() =>
    [
        new SubscriptionCreated(1, Settings, At),
        new SettingsChanged(Settings with { Authorization = null }, At, IsOtherEndpoint: true),
        new SubscriptionCancelled(At),
        new SubscriptionPaused(At),
        new SubscriptionResumed("by hand", At),
        new EventAccepted("event-1", At, Payload),
        new EventsDelivered([new EventDelivered(Attempt with { Outcome = Outcome.Delivered, Status = 200 }, true)], At),
        new EventAcceptedAfterDeliveries(
            new EventsDelivered([new EventDelivered(Attempt with { Outcome = Outcome.Delivered, Status = 200 }, true)], At), new EventAccepted("event-2", At, Payload)),
        new EventsAccepted(
            new EventsDelivered([new EventDelivered(Attempt with { Outcome = Outcome.Delivered, Status = 200 }, true)], At),
            [new EventAccepted("event-2", At, Payload), new EventAccepted("event-3", At, "{}"u8.ToArray()) { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }]),
        new EventRefused(Attempt, new Wait(At, At.AddMinutes(5)), true, At),
        new AttemptFailed(Attempt with { Outcome = Outcome.Failed, Status = null, Error = "No answer.", TimedOut = true }, FailureConsequence.Wait, new Retry(2, new Wait(At, At.AddMinutes(5))), At),
        new ParkedEventReplayed("event-1", At, Payload),
        new DeliveredEventReplayed("event-1", At, Payload),
        new EventDropped("event-1", At),
        new Announced(7, At),
        new SubscriptionSnapshot(Full(), [new SnapshotMark(3, At)]),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_is_written_and_read_as_it_always_was(object record) => GoldenFile.Check(JournalRecords.Table, "journal", record);

    public static TheoryData<object> RecordsWithNews() =>
    [
        new SubscriptionCreated(1, Settings, At) { ForOperators = true },
        new EventAccepted("event-1", At, Payload) { NearlyFullOf = 10_000 },
        new EventsAccepted(null, [new EventAccepted("event-1", At, Payload), new EventAccepted("event-2", At, Payload) { NearlyFullOf = 10_000 }]),
        new DeliveredEventReplayed("event-1", At, Payload) { NearlyFullOf = 10_000 },
        new SubscriptionSnapshot(Full() with { News = new News([Told], new Outage(At, 2), 10_000, At) }, []),
    ];

    [Theory]
    [MemberData(nameof(RecordsWithNews))]
    public void The_fields_of_operators_news_are_written_and_read_as_they_always_were(object record) =>
        GoldenFile.Check(JournalRecords.Table, "journal", record, "news");

    [Fact]
    public void Every_manifest_has_a_golden_file() =>
        Assert.Equal(JournalRecords.Table.Manifests.Order(StringComparer.Ordinal), GoldenFile.ManifestsOf("journal"));

    [Fact]
    public void What_earlier_versions_stored_in_clear_is_still_read()
    {
        Assert.Equal(new SubscriptionCreated(1, InClear, At), GoldenFile.Read(JournalRecords.Table, "journal", "sc1"));
        Assert.Equal(new SettingsChanged(InClear with { Authorization = null }, At), GoldenFile.Read(JournalRecords.Table, "journal", "ss1"));
        var snapshot = (SubscriptionSnapshot)GoldenFile.Read(JournalRecords.Table, "journal", "st1");
        Assert.Equal(InClear, snapshot.State.Settings);
        var now = snapshot with { State = snapshot.State with { Settings = Settings } };
        Assert.Equal(JournalRecords.Table.Write(FromEarlier()), JournalRecords.Table.Write(now));
    }

    [Fact]
    public void A_replay_of_earlier_versions_has_no_payload()
    {
        var read = (ParkedEventReplayed)GoldenFile.Read(JournalRecords.Table, "journal", "pr1");
        Assert.Equal(("event-1", At, true), (read.EventId, read.At, read.Payload.IsEmpty));
    }

    [Fact]
    public void What_earlier_versions_remembered_as_JSON_is_still_read()
    {
        var snapshot = (SubscriptionSnapshot)GoldenFile.Read(JournalRecords.Table, "journal", "st2");
        Assert.Equal(Full().Remembered.ByAge, snapshot.State.Remembered.ByAge);
        Assert.Equal(3, snapshot.State.Remembered.Count);
        Assert.Equal(JournalRecords.Table.Write(FromEarlier()), JournalRecords.Table.Write(snapshot));
        var news = (SubscriptionSnapshot)GoldenFile.Read(JournalRecords.Table, "journal", "st2", "news");
        Assert.Equal((10_000, 3), (news.State.News.NearlyFullOf, news.State.Remembered.Count));
    }

    [Fact]
    public void In_a_snapshot_of_earlier_versions_an_event_whose_place_is_not_its_record_was_replayed()
    {
        Assert.Equal(JournalRecords.Table.Write(FromEarlier()), JournalRecords.Table.Write(GoldenFile.Read(JournalRecords.Table, "journal", "st3")));
        var state = Evolution.Apply(Full(), new ParkedEventReplayed("event-1", At));
        var text = Encoding.Latin1.GetString(JournalRecords.Table.Write(new SubscriptionSnapshot(state, [])))
            .Replace(",\"is_replayed\":true", "", StringComparison.Ordinal)
            .Replace(",\"last_place\":8", "", StringComparison.Ordinal);
        var read = ((SubscriptionSnapshot)JournalRecords.Table.Read(Encoding.Latin1.GetBytes(text), "st3")).State;
        Assert.Equal(["event-1"], read.Held.Outbox.Values.Where(e => e.IsReplayed).Select(e => e.EventId));
        Assert.Equal((8, 8, 8), (read.Sequence, read.LastPlace, read.Held.Find("event-1")!.Place));
    }

    [Fact]
    public void A_snapshot_of_events_that_shared_a_record_is_read_as_it_was_written()
    {
        var several = new EventsAccepted(null, [new EventAccepted("a", At, Payload), new EventAccepted("b", At, Payload), new EventAccepted("c", At, Payload)]);
        var state = new SubscriptionEvent[] { several, new ParkedEventReplayed("event-1", At) }.Aggregate(Full(), Evolution.Apply);
        var read = ((SubscriptionSnapshot)JournalRecords.Table.Read(JournalRecords.Table.Write(new SubscriptionSnapshot(state, [])), JournalRecords.Snapshot)).State;
        Assert.Equal(state.Held.Outbox.Values.Select(Facts), read.Held.Outbox.Values.Select(Facts));
        Assert.Equal((9, 11), (read.Sequence, read.LastPlace));

        static (string, long, long, bool) Facts(HeldEvent e) => (e.EventId, e.Place, e.PayloadAt, e.IsReplayed);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(-2, 6)]
    public void Payloads_that_are_not_as_long_as_their_record_says_are_refused(int first, int second)
    {
        var text = Encoding.UTF8.GetString(JournalRecords.Table.Write(new EventsAccepted(null, [new EventAccepted("a", At, "{}"u8.ToArray()), new EventAccepted("b", At, "{}"u8.ToArray())])));
        Assert.NotNull(JournalRecords.Table.Read(Encoding.UTF8.GetBytes(text), JournalRecords.EventsAccepted));
        var other = text
            .Replace("\"a\",\"bytes\":2", $"\"a\",\"bytes\":{first}", StringComparison.Ordinal)
            .Replace("\"b\",\"bytes\":2", $"\"b\",\"bytes\":{second}", StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => JournalRecords.Table.Read(Encoding.UTF8.GetBytes(other), JournalRecords.EventsAccepted));
    }

    [Fact]
    public void A_snapshot_keeps_what_is_remembered_exactly()
    {
        var state = Enumerable.Range(0, 1_500).Aggregate(Full(), (state, i) => Evolution.Apply(state, new EventAccepted($"é{i}", At.AddTicks(i * 1_234_567), Encoding.UTF8.GetBytes($"{i}"))));
        var bytes = JournalRecords.Table.Write(new SubscriptionSnapshot(state, []));
        var read = (SubscriptionSnapshot)JournalRecords.Table.Read(bytes, JournalRecords.Snapshot);
        Assert.Equal(state.Remembered.ByAge, read.State.Remembered.ByAge);
        Assert.Equal(state.Held.Outbox.Values.Select(e => e.Payload.ToArray()), read.State.Held.Outbox.Values.Select(e => e.Payload.ToArray()));
        var text = Encoding.UTF8.GetString(JournalRecords.Table.Write(new SubscriptionSnapshot(Full() with { Remembered = RememberedIds.None, Held = HeldEvents.None }, [])));
        Assert.NotNull(JournalRecords.Table.Read(Encoding.UTF8.GetBytes(text), JournalRecords.Snapshot));
        // Without any list it would forget them all, and take each event a second time.
        Assert.Throws<SerializationException>(() => JournalRecords.Table.Read(Encoding.UTF8.GetBytes(text.Replace(",\"remembered_ids\":[]", "", StringComparison.Ordinal)), JournalRecords.Snapshot));
        // One byte less is another life's.
        Assert.Throws<SerializationException>(() => JournalRecords.Table.Read(bytes[..^1], JournalRecords.Snapshot));
    }

    [Fact]
    public void A_secret_in_clear_is_never_written()
    {
        Assert.ThrowsAny<Exception>(() => JournalRecords.Table.Write(new SubscriptionCreated(1, InClear, At)));
        Assert.ThrowsAny<Exception>(() => JournalRecords.Table.Write(new SettingsChanged(Settings with { PreviousSecret = new Secret("x") }, At)));
    }

    [Fact]
    public void A_payload_stands_untouched_behind_the_line_of_JSON()
    {
        var bytes = JournalRecords.Table.Write(new EventAccepted("event-1", At, Payload));
        Assert.True(bytes.AsSpan().EndsWith(Payload.Span));
        var read = (EventAccepted)JournalRecords.Table.Read(bytes, JournalRecords.EventAccepted);
        Assert.Equal(Payload.ToArray(), read.Payload.ToArray());
    }

    [Fact]
    public void Hostile_bytes_raise_a_SerializationException_and_nothing_else() =>
        Gen.Select(Gen.OneOfConst(JournalRecords.Table.Manifests.ToArray()), Gen.Byte.Array[0, 200]).Sample((manifest, bytes) =>
        {
            try
            {
                JournalRecords.Table.Read(bytes, manifest);
                return true;
            }
            catch (SerializationException)
            {
                return true;
            }
        });

    [Fact]
    public void An_unknown_manifest_is_refused() =>
        Assert.Throws<SerializationException>(() => JournalRecords.Table.Read([], "zz9"));

    private static Secret Sealed(string form) => new(form) { IsSealed = true };

    /// <summary>The same life in a snapshot of before the fourth format, when the latest record counted as the latest place.</summary>
    private static SubscriptionSnapshot FromEarlier() => new(Full() with { LastPlace = 7 }, [new SnapshotMark(3, At)]);

    private static SubscriptionState Full()
    {
        SubscriptionEvent[] history =
        [
            new SubscriptionCreated(1, Settings, At),
            new EventAccepted("event-1", At, Payload),
            new EventAccepted("event-2", At, "{}"u8.ToArray()),
            new EventAccepted("event-3", At, "{\"b\":1}"u8.ToArray()),
            new EventRefused(Attempt, null, true, At),
            new EventRefused(Attempt with { EventId = "event-2" }, new Wait(At, At.AddMinutes(5)), true, At),
            new AttemptFailed(Attempt with { EventId = "event-3", Outcome = Outcome.Failed }, FailureConsequence.Wait, new Retry(1, new Wait(At, At.AddMinutes(5))), At),
        ];
        return WithHashesOfEarlierVersions(history.Aggregate(SubscriptionState.Initial, Evolution.Apply) with { News = News.None });
    }

    /// <summary>As snapshots of earlier versions hold them, and keep them when they are written again.</summary>
    private static SubscriptionState WithHashesOfEarlierVersions(SubscriptionState state) => state with
    {
        Held = state.Held with
        {
            Outbox = state.Held.Outbox.ToImmutableSortedDictionary(e => e.Key, e => e.Value with { Hash = PayloadHash.OfEarlierVersions(e.Value.Payload.Span) }),
            Parked = state.Held.Parked.ToImmutableSortedDictionary(e => e.Key, e => e.Value with { Hash = PayloadHash.OfEarlierVersions(e.Value.Payload.Span) }),
        },
        Remembered = RememberedIds.Restore([.. state.Remembered.ByAge.Select(id => id with { Hash = PayloadHash.OfEarlierVersions(state.Held.Find(id.EventId)!.Payload.Span) })]),
    };
}
