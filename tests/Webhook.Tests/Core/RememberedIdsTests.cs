using CsCheck;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 1: which ids are remembered.</summary>
public class RememberedIdsTests
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public void The_last_thousand_are_remembered_however_old()
    {
        var ids = Remember(RememberedIds.None, 0, 1_000, Lived.Epoch);
        ids = Remember(ids, 1_000, 1, Lived.Epoch.AddDays(1));
        Assert.Null(ids.Find("e0"));
        Assert.NotNull(ids.Find("e1"));
        Assert.Equal(1_000, ids.Count);
    }

    [Fact]
    public void The_last_ten_minutes_are_remembered_when_they_are_more()
    {
        var ids = Remember(RememberedIds.None, 0, 3_000, Lived.Epoch);
        ids = Remember(ids, 3_000, 1, Lived.Epoch + TenMinutes);
        Assert.Equal(3_001, ids.Count);
        ids = Remember(ids, 3_001, 1, Lived.Epoch + TenMinutes + TimeSpan.FromTicks(1));
        Assert.Equal(1_000, ids.Count);
        Assert.NotNull(ids.Find("e3001"));
    }

    [Fact]
    public void Never_more_than_fifty_thousand()
    {
        var ids = Remember(RememberedIds.None, 0, 50_001, Lived.Epoch);
        Assert.Equal(50_000, ids.Count);
        Assert.Null(ids.Find("e0"));
        Assert.NotNull(ids.Find("e1"));
    }

    [Fact]
    public void A_clock_set_back_forgets_nothing_early()
    {
        var ids = Remember(RememberedIds.None, 0, 1_500, Lived.Epoch);
        ids = Remember(ids, 1_500, 500, Lived.Epoch.AddHours(-2));
        Assert.Equal(2_000, ids.Count);
    }

    [Fact]
    public void The_id_of_an_event_held_is_known_however_many_came_after_it()
    {
        var lived = Lived.Active();
        lived.Accept("held");
        lived.Finish("held", End.Refused);
        lived.Endpoint = p => p.EventId == "held" ? End.Refused : End.Ok;
        for (var i = 0; i < 1_200; i++)
        {
            lived.Seconds(1);
            lived.Accept($"e{i}");
        }

        Assert.Null(lived.Durable.Remembered.Find("held"));
        Assert.IsType<Duplicate>(lived.Accept("held"));
        Assert.Equal(RejectReason.Conflict, Assert.IsType<Rejected>(lived.Accept("held", "another payload")).Reason);
    }

    [Fact]
    public void A_delivered_or_dropped_event_sent_again_is_a_duplicate()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b");
        lived.Drop("b");
        lived.Finish("a", End.Ok);
        lived.Restart();
        Assert.IsType<Duplicate>(lived.Accept("a"));
        Assert.IsType<Duplicate>(lived.Accept("b"));
        Assert.Empty(lived.OutboxIds);
    }

    [Fact]
    public void Each_value_knows_its_own_ids_whatever_was_added_to_another() => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 400]).List[1, 60].Sample(steps =>
    {
        // Each step adds some ids to any of the values so far: the actor only ever goes on from the last one.
        var values = new List<(RememberedIds Ids, List<string> Known)> { (RememberedIds.None, []) };
        foreach (var (from, count) in steps)
        {
            var (ids, known) = values[^(1 + (from % values.Count))];
            known = [.. known];
            for (var i = 0; i < count; i++)
            {
                // Ids come back long after they were forgotten, and in the branches too.
                var id = $"e{(known.Count * 7) % 2_500}";
                ids = ids.Add(new RememberedId(id, default, Lived.Epoch.AddHours(known.Count), known.Count));
                known.Add(id);
            }

            values.Add((ids, known));
        }

        return values.TrueForAll(v =>
        {
            var expected = v.Known.Select((id, at) => (id, at)).TakeLast(1_000).ToList();
            var latest = expected.GroupBy(e => e.id).ToDictionary(g => g.Key, g => (long)g.Last().at);
            return v.Ids.ByAge.Select(r => (r.EventId, (int)r.PayloadAt)).SequenceEqual(expected)
                && Enumerable.Range(0, 2_500).All(i => v.Ids.Find($"e{i}")?.PayloadAt == (latest.TryGetValue($"e{i}", out var at) ? at : null));
        });
    }, iter: 60);

    private static RememberedIds Remember(RememberedIds ids, int from, int count, DateTimeOffset at)
    {
        for (var i = from; i < from + count; i++)
        {
            ids = ids.Add(new RememberedId($"e{i}", default, at, i));
        }

        return ids;
    }
}
