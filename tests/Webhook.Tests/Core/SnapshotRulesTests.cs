using Webhook.Cluster.Subscriptions.Core;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>When a snapshot is due, and what may be deleted after it.</summary>
public class SnapshotRulesTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(3);

    [Theory]
    [InlineData(0, 199, false)]
    [InlineData(0, 200, true)]
    [InlineData(100, 200, true)]
    [InlineData(150, 299, false)]
    [InlineData(150, 300, true)]
    public void One_is_due_after_200_records_or_twice_the_events_held(int held, int since, bool due)
    {
        var lived = Lived.Active();
        lived.Pause();
        for (var i = 0; i < held; i++)
        {
            lived.Accept($"e{i}");
        }

        Assert.Equal(due, SnapshotRules.IsDue(lived.Durable with { Sequence = 1_000 + since }, sequence: 1_000, lived.Durable.LastPlace));
    }

    [Theory]
    [InlineData(1_000, 499, false)]
    [InlineData(1_000, 500, true)]
    [InlineData(300, 199, false)]
    [InlineData(300, 200, true)]
    public void One_that_holds_many_remembered_ids_waits_for_half_as_many_records(int remembered, int since, bool due)
    {
        var ids = Enumerable.Range(0, remembered).Select(i => new RememberedId($"e{i}", default, Lived.Epoch, i)).ToList();
        var state = Lived.Active().Durable with { Sequence = 1_000 + since, Remembered = RememberedIds.Restore(ids) };
        Assert.Equal(due, SnapshotRules.IsDue(state, sequence: 1_000, state.LastPlace));
    }

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    public void Events_count_that_share_a_record_since_a_recovery_goes_through_them_all(int since, bool due)
    {
        var state = Lived.Active().Durable with { Sequence = 1_003, LastPlace = 5_000 + since };
        Assert.Equal(due, SnapshotRules.IsDue(state, sequence: 1_000, lastPlace: 5_000));
    }

    [Fact]
    public void A_place_that_jumps_to_its_record_after_many_that_queued_nothing_counts_once()
    {
        var state = Lived.Active().Durable with { Sequence = 5_001, LastPlace = 5_001 };
        Assert.False(SnapshotRules.IsDue(state, sequence: 4_900, lastPlace: 1_000));
    }

    [Fact]
    public void Only_what_a_snapshot_older_than_the_retention_covers_may_go()
    {
        IReadOnlyList<SnapshotMark> marks = [];
        for (var day = 0; day < 5; day++)
        {
            marks = SnapshotRules.Add(marks, Covered(200 * (day + 1)), Lived.Epoch.AddDays(day), Retention);
        }

        Assert.Null(SnapshotRules.Expired(marks, Lived.Epoch.AddDays(3).AddTicks(-1), Retention));
        Assert.Equal(200, SnapshotRules.Expired(marks, Lived.Epoch.AddDays(3), Retention)!.Sequence);
        Assert.Equal(400, SnapshotRules.Expired(marks, Lived.Epoch.AddDays(4), Retention)!.Sequence);
    }

    [Theory]
    [InlineData(400, 1_000, 400)]
    [InlineData(1_000, 1_000, 999)]
    public void The_newest_record_never_goes_since_by_it_the_subscription_is_known_to_exist(long expired, long saved, long upTo) =>
        Assert.Equal(upTo, SnapshotRules.DeletableUpTo(new SnapshotMark(expired, Lived.Epoch), saved));

    [Fact]
    public void Marks_stay_few_however_often_a_snapshot_is_stored()
    {
        IReadOnlyList<SnapshotMark> marks = [];
        for (var minute = 0; minute < 3 * 24 * 60; minute++)
        {
            marks = SnapshotRules.Add(marks, Covered(200 * (minute + 1)), Lived.Epoch.AddMinutes(minute), Retention);
        }

        Assert.InRange(marks.Count, 20, 25);
    }

    [Fact]
    public void A_clock_set_back_does_not_keep_marks_from_being_made() =>
        Assert.Equal(2, SnapshotRules.Add([new SnapshotMark(200, Lived.Epoch)], Covered(400), Lived.Epoch.AddDays(-1), Retention).Count);

    [Fact]
    public void What_is_still_to_be_sent_stays_for_the_retention_after_its_delivery_and_what_is_parked_does_not_hold_the_journal_back()
    {
        var lived = Lived.Active(policy: Lived.Standard with { Retries = 0 });
        lived.AcceptAll("parked", "sent", "waits");
        lived.Finish("parked", End.Refused);
        lived.Finish("sent", End.Ok);
        var waits = lived.Durable.Held.Find("waits")!.PayloadAt;
        var marks = SnapshotRules.Add([], lived.Durable, Lived.Epoch, Retention);
        Assert.Equal(waits - 1, Assert.Single(marks).Sequence);
        // Nothing more is done until it is delivered, so there is nothing to mark.
        Assert.Same(marks, SnapshotRules.Add(marks, lived.Durable, Lived.Epoch.AddDays(1), Retention));
        lived.Finish("waits", End.Ok);
        marks = SnapshotRules.Add(marks, lived.Durable, Lived.Epoch.AddDays(2), Retention);
        Assert.Equal([waits - 1, lived.Durable.Sequence], marks.Select(m => m.Sequence));
    }

    [Fact]
    public void Before_the_first_record_is_done_with_there_is_no_mark()
    {
        var lived = Lived.Active();
        Assert.Empty(SnapshotRules.Add([], lived.Durable with { Sequence = 0 }, Lived.Epoch, Retention));
    }

    [Fact]
    public void Recovery_from_a_snapshot_and_the_records_after_it_gives_the_state_lived()
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.Endpoint = p => p.EventId is "b" or "d" ? End.Refused : lived.Elapsed.Minutes < 6 ? End.Broken : End.Ok;
        lived.AcceptAll("a", "b", "c", "d");
        lived.Minutes(30);
        for (var cut = 0; cut <= lived.Journal.Count; cut++)
        {
            var snapshot = Lived.Replayed(lived.Journal.Take(cut));
            Assert.Equal(cut, snapshot.Sequence);
            Assert.Equal(Dump.Of(lived.Durable), Dump.Of(lived.Journal.Skip(cut).Aggregate(snapshot, Evolution.Apply)));
        }
    }

    private static SubscriptionState Covered(long sequence) => SubscriptionState.Initial with { Sequence = sequence };
}
