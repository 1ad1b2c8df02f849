using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 5: what wakes a suspended subscription, and what does not.</summary>
public class SuspensionTests
{
    [Fact]
    public void A_new_event_wakes_it_oldest_first_with_a_fresh_budget()
    {
        var lived = Lived.Suspended();
        lived.Minutes(45);
        lived.Endpoint = _ => End.Broken;
        lived.Accept("b");
        lived.Minutes(60);
        Assert.Equal(["a +60:00", "a +65:00", "a +70:00", "a +75:00"], lived.Started.Skip(4));
    }

    [Fact]
    public void A_duplicate_does_not()
    {
        var lived = Lived.Suspended();
        Assert.IsType<Duplicate>(lived.Accept("a"));
        AssertStillSuspended(lived);
    }

    [Fact]
    public void An_event_turned_away_for_another_reason_does_not()
    {
        var lived = Lived.Suspended();
        Assert.IsType<Rejected>(lived.Accept("a", "another payload"));
        Assert.IsType<Rejected>(lived.Accept("b", new byte[Limits.PayloadBytes + 1]));
        AssertStillSuspended(lived);
    }

    [Fact]
    public void An_event_turned_away_because_the_outbox_is_full_does()
    {
        var lived = Lived.Suspended(policy: Lived.Standard with { HeldEvents = 1 });
        var rejected = Assert.IsType<Rejected>(lived.Accept("b"));
        Assert.Equal(RejectReason.OutboxFull, rejected.Reason);
        Assert.Equal(["a"], lived.OpenIds);
        Assert.Equal(Phase.Delivering, lived.Phase);
    }

    [Fact]
    public void Being_woken_by_an_event_that_found_no_room_outlives_a_crash()
    {
        var lived = Lived.Suspended(policy: Lived.Standard with { HeldEvents = 1 });
        lived.Accept("b");
        lived.Restart();
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Theory]
    [InlineData("https://example.com/other", null, null)]
    [InlineData(null, "Bearer new", null)]
    [InlineData(null, null, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_change_of_url_header_value_or_secret_wakes_it(string? url, string? authorization, string? secret)
    {
        var lived = Lived.Suspended();
        lived.Put(url, authorization, secret: secret);
        Assert.Equal(["a"], lived.OpenIds);
        lived.Finish("a", End.Broken);
        Assert.Equal(1, lived.View.Retry!.Number);
    }

    [Fact]
    public void A_change_of_max_in_flight_alone_or_of_nothing_does_not()
    {
        var lived = Lived.Suspended();
        lived.Put(maxInFlight: 8);
        lived.Put(url: Lived.Url, authorization: "");
        AssertStillSuspended(lived);
    }

    [Fact]
    public void Resume_wakes_it_with_a_fresh_budget()
    {
        var lived = Lived.Suspended();
        lived.Resume();
        lived.Finish("a", End.Broken);
        Assert.Equal(1, lived.View.Retry!.Number);
    }

    [Fact]
    public void Replay_wakes_it_even_if_it_finds_nothing()
    {
        var lived = Lived.Suspended();
        Assert.Equal(0, Assert.IsType<Replayed>(lived.Replay()).Queued);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void Replay_of_a_delivered_event_wakes_it_oldest_first()
    {
        var lived = Lived.Suspended();
        lived.ReplayDelivered("x");
        Assert.Equal(["a"], lived.OpenIds);
        Assert.Equal(["a", "x"], lived.OutboxIds);
    }

    [Fact]
    public void Replay_that_finds_no_room_wakes_it_too()
    {
        var lived = Lived.Suspended(policy: Lived.Standard with { HeldEvents = 1 });
        Assert.Equal(CommandFault.Full, Assert.IsType<CommandRejected>(lived.ReplayDelivered("x")).Reason);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void An_event_accepted_before_the_last_failure_is_no_new_data()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Broken;
        lived.Accept("a");
        lived.Minutes(14);
        lived.Accept("b");
        lived.Minutes(60);
        AssertStillSuspended(lived);
    }

    [Fact]
    public void It_stays_suspended_over_a_restart_and_shows_why()
    {
        var lived = Lived.Suspended();
        lived.Restart();
        AssertStillSuspended(lived);
        Assert.Equal(new RetryView(3, 3, null, "The endpoint answered 500."), lived.View.Retry);
    }

    [Fact]
    public void A_drop_does_not_wake_it()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Broken;
        lived.AcceptAll("a", "b");
        lived.Minutes(15);
        lived.Drop("a");
        AssertStillSuspended(lived);
    }

    private static void AssertStillSuspended(Lived lived)
    {
        Assert.Equal(Phase.Suspended, lived.Phase);
        Assert.Empty(lived.Open);
        Assert.Null(lived.FiresAt);
    }
}
