using Webhook.Cluster.Subscriptions.Events;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Events that come in while another record is being written.</summary>
public class SharedRecordTests
{
    [Fact]
    public void Events_that_come_in_while_a_record_is_being_written_share_the_next()
    {
        var lived = Lived.Active(maxInFlight: 8);
        lived.HoldsRecords = true;
        Assert.Null(lived.Accept("a"));
        Assert.Null(lived.Accept("b"));
        Assert.Null(lived.Accept("a"));
        Assert.Null(lived.Accept("c"));
        Assert.Equal(3, lived.Undecided);
        lived.Confirm(1);
        Assert.Equal(["a"], lived.OpenIds);
        lived.Confirm(1);
        Assert.Equal(["b", "c"], Assert.IsType<EventsAccepted>(lived.Journal[^1]).Accepted.Select(e => e.EventId));
        Assert.Equal([typeof(Accepted), typeof(Accepted), typeof(Duplicate), typeof(Accepted)], lived.Answers.TakeLast(4).Select(a => a.GetType()));
        Assert.Equal(["a", "b", "c"], lived.OpenIds);
        Assert.Equal([(2, 2), (3, 3), (4, 3)], lived.Durable.Held.Outbox.Values.Select(e => (e.Place, e.PayloadAt)));
    }

    [Fact]
    public void They_take_along_the_successes_that_wait()
    {
        var lived = Lived.Brisk();
        lived.HoldsRecords = true;
        Assert.Null(lived.Accept("c"));
        lived.Finish("a", End.Ok);
        lived.Accept("d");
        lived.Accept("e");
        lived.Confirm(2);
        var shared = Assert.IsType<EventsAccepted>(lived.Journal[^1]);
        Assert.Equal(["a"], shared.Delivered!.Deliveries.Select(d => d.Attempt.EventId));
        Assert.Equal(["d", "e"], shared.Accepted.Select(e => e.EventId));
        Assert.Equal(["b", "c", "d", "e"], lived.OutboxIds);
    }

    [Fact]
    public void At_most_64_events_and_64_KiB_share_a_record()
    {
        var lived = Lived.Active();
        lived.HoldsRecords = true;
        lived.Accept("first");
        for (var i = 0; i < 70; i++)
        {
            lived.Accept($"e{i}");
        }

        Assert.Equal(6, lived.Undecided);
        lived.Confirm();
        Assert.Equal([64, 6], lived.Journal.OfType<EventsAccepted>().Select(e => e.Accepted.Count));
        lived.Accept("next");
        lived.Accept("large", new byte[60 * 1024]);
        lived.Accept("larger", new byte[61 * 1024]);
        lived.Confirm();
        Assert.Equal(["next", "large", "larger"], lived.Journal.TakeLast(3).Select(e => Assert.IsType<EventAccepted>(e).EventId));
    }

    [Fact]
    public void What_is_no_event_is_recorded_after_the_events_that_came_before_it()
    {
        var lived = Lived.Active();
        lived.HoldsRecords = true;
        lived.Accept("a");
        lived.Accept("b");
        lived.Pause();
        Assert.Equal([typeof(EventAccepted), typeof(EventAccepted), typeof(SubscriptionPaused)], lived.Unconfirmed.Select(e => e.GetType()));
    }

    [Fact]
    public void An_event_that_finds_no_room_among_others_is_turned_away_alone()
    {
        var lived = Lived.Active(policy: Lived.Standard with { HeldEvents = 3 });
        lived.Pause();
        lived.HoldsRecords = true;
        foreach (var id in (string[])["a", "b", "c", "d", "b"])
        {
            lived.Accept(id);
        }

        lived.Confirm();
        Assert.Equal(["a", "b", "c"], lived.OutboxIds);
        Assert.Equal([typeof(Accepted), typeof(Accepted), typeof(Accepted), typeof(Rejected), typeof(Duplicate)], lived.Answers.TakeLast(5).Select(a => a.GetType()));
    }

    [Fact]
    public void A_crash_loses_events_that_are_not_decided_on_and_nothing_that_was_answered()
    {
        var lived = Lived.Active();
        lived.HoldsRecords = true;
        lived.Accept("a");
        lived.Accept("b");
        lived.Restart(surviving: 1);
        lived.HoldsRecords = false;
        lived.Confirm();
        Assert.Equal(["a"], lived.OutboxIds);
        Assert.Empty(lived.Answers.OfType<Accepted>());
        Assert.IsType<Accepted>(lived.Accept("b"));
    }

    [Fact]
    public void Successes_that_come_in_while_an_event_s_record_tells_of_others_share_the_next()
    {
        var lived = Lived.Active(maxInFlight: 8);
        lived.WaitsForCompany = true;
        lived.AcceptAll("a", "b", "c", "d");
        lived.Finish("a", End.Ok);
        lived.HoldsRecords = true;
        lived.Accept("e");
        lived.WaitsForCompany = false;
        lived.Finish("b", End.Ok);
        lived.Finish("c", End.Ok);
        lived.Confirm();
        Assert.Equal([1, 2], lived.Recorded<EventsDelivered>().Select(e => e.Deliveries.Count));
    }

    [Fact]
    public void An_event_that_ends_a_suspension_though_it_finds_no_room_parts_those_before_it_from_those_after()
    {
        var lived = Lived.Suspended(policy: Lived.Standard with { HeldEvents = 1 });
        lived.HoldsRecords = true;
        lived.Put(maxInFlight: 2);
        foreach (var id in (string[])["a", "b", "c"])
        {
            lived.Accept(id);
        }

        lived.Confirm();
        Assert.Equal([typeof(SettingsChanged), typeof(SubscriptionResumed)], lived.Journal.TakeLast(2).Select(e => e.GetType()));
        Assert.Equal([typeof(Duplicate), typeof(Rejected), typeof(Rejected)], lived.Answers.TakeLast(3).Select(a => a.GetType()));
        Assert.Equal(["a"], lived.OpenIds);
    }
}
