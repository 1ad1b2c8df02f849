using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 14: again, and never again.</summary>
public class ReplayTests
{
    private static readonly DeliveryPolicy ParksAtOnce = Lived.Standard with { Retries = 0 };

    [Fact]
    public void A_parked_event_is_never_sent_by_itself()
    {
        var lived = Parked("a");
        lived.Pass(TimeSpan.FromDays(1));
        lived.Restart();
        lived.Accept("b");
        Assert.Equal(["b"], lived.OpenIds);
    }

    [Fact]
    public void A_replayed_event_goes_to_the_end_with_its_refusals_forgotten()
    {
        var lived = Parked("a", "b");
        lived.Accept("c");
        var answer = Assert.IsType<Replayed>(lived.Replay("a"));
        Assert.Equal(1, answer.Queued);
        Assert.Equal(["c", "a"], lived.OutboxIds);
        Assert.Equal(["b"], lived.ParkedIds);
        Assert.Equal(0, lived.Durable.Held.Find("a")!.Refusals);
        lived.Finish("c", End.Ok);
        // The record that accepted it may be gone by the time this one's retention begins.
        var replayed = lived.Recorded<ParkedEventReplayed>().Single();
        Assert.Equal("a"u8.ToArray(), replayed.Payload.ToArray());
        Assert.Equal(1 + lived.Journal.IndexOf(replayed), lived.Open.Single().Attempt.PayloadAt);
    }

    [Fact]
    public void A_replay_recorded_by_an_earlier_version_leaves_the_payload_where_it_was()
    {
        var lived = Parked("a");
        var state = Evolution.Apply(lived.Durable, new ParkedEventReplayed("a", Lived.Epoch));
        Assert.Equal(2, state.Held.Find("a")!.PayloadAt);
        Assert.Equal("a"u8.ToArray(), state.Held.Find("a")!.Payload.ToArray());
    }

    [Fact]
    public void An_event_that_is_dropped_while_its_POST_waits_for_a_place_is_not_sent()
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.NoPlaces = true;
        lived.AcceptAll("a", "b");
        lived.Drop("a");
        Assert.Equal(["b"], lived.OpenIds);
        Assert.True(lived.Posts[0].IsWithdrawn);
        Assert.False(lived.Posts[1].IsWithdrawn);
    }

    [Fact]
    public void All_that_are_parked_are_queued_in_order()
    {
        var lived = Parked("a", "b", "c");
        Assert.Equal(3, Assert.IsType<Replayed>(lived.Replay()).Queued);
        Assert.Equal(["a", "b", "c"], lived.OutboxIds);
        Assert.Empty(lived.ParkedIds);
    }

    [Fact]
    public void Ids_that_are_not_parked_are_named_and_a_repeated_one_counts_once()
    {
        var lived = Parked("a");
        var answer = Assert.IsType<Replayed>(lived.Replay("a", "a", "x"));
        Assert.Equal(1, answer.Queued);
        Assert.Equal(["x"], answer.NotFound);
    }

    [Fact]
    public void While_paused_replay_queues()
    {
        var lived = Parked("a");
        lived.Pause();
        lived.Replay();
        lived.ReplayDelivered("x");
        Assert.Equal(Phase.Paused, lived.Phase);
        Assert.Equal(["a", "x"], lived.OutboxIds);
        Assert.Empty(lived.Open);
    }

    [Fact]
    public void While_it_waits_replay_starts_nothing()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        var retry = lived.View.Retry;
        lived.ReplayDelivered("x");
        Assert.Empty(lived.Open);
        Assert.Equal(retry, lived.View.Retry);
    }

    [Fact]
    public void A_delivered_event_is_sent_again_under_its_id_and_respects_the_bounds()
    {
        var lived = Lived.Active(policy: Lived.Standard with { HeldEvents = 1 });
        lived.Accept("a");
        lived.Finish("a", End.Ok);
        Assert.Equal(1, Assert.IsType<Replayed>(lived.ReplayDelivered("a")).Queued);
        Assert.Equal(["a"], lived.OpenIds);
        Assert.Equal(CommandFault.Full, Assert.IsType<CommandRejected>(lived.ReplayDelivered("b")).Reason);
    }

    [Fact]
    public void An_event_that_is_queued_is_not_queued_twice()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.ReplayDelivered("a");
        Assert.Equal(["a"], lived.OutboxIds);
    }

    [Fact]
    public void Replaying_by_time_range_finds_an_event_parked_since()
    {
        var lived = Parked("a");
        lived.ReplayDelivered("a");
        Assert.Equal(["a"], lived.OutboxIds);
        Assert.Empty(lived.ParkedIds);
    }

    [Fact]
    public void A_dropped_event_is_gone_and_the_answer_shows_it_as_it_was()
    {
        var lived = Parked("a");
        lived.Accept("b");
        var parked = Assert.IsType<EventView>(lived.Drop("a"));
        Assert.Equal(("a", "parked", 1), (parked.EventId, parked.State, parked.Refusals));
        Assert.Equal("undelivered", Assert.IsType<EventView>(lived.Drop("b")).State);
        Assert.Equal(0, lived.Durable.Held.Count);
        Assert.Equal(0, lived.Durable.Held.Bytes);
        Assert.Equal(CommandFault.NotFound, Assert.IsType<CommandRejected>(lived.Drop("a")).Reason);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(422)]
    [InlineData(500)]
    public void An_event_dropped_during_its_attempt_does_not_come_back(int status)
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Drop("a");
        lived.Finish("a", status switch { 200 => End.Ok, 422 => End.Refused, _ => End.Broken });
        lived.Minutes(60);
        Assert.Equal(["a +0:00"], lived.Started);
        Assert.Equal(0, lived.Durable.Held.Count);
    }

    [Fact]
    public void An_event_dropped_and_replayed_during_its_attempt_is_not_POSTed_beside_itself()
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.Accept("a");
        lived.Drop("a");
        lived.ReplayDelivered("a");
        Assert.Equal(["a"], lived.OpenIds);
        lived.Finish("a", null);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void A_cancelled_subscription_s_events_can_still_be_dropped()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Cancel();
        Assert.IsType<EventView>(lived.Drop("a"));
        Assert.Empty(lived.OutboxIds);
    }

    private static Lived Parked(params string[] eventIds)
    {
        var lived = Lived.Active(policy: ParksAtOnce);
        lived.Endpoint = _ => End.Refused;
        lived.AcceptAll(eventIds);
        lived.Endpoint = _ => null;
        Assert.Equal(eventIds, lived.ParkedIds);
        return lived;
    }
}
