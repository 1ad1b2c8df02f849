using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 10: cancel, and create again.</summary>
public class GenerationTests
{
    [Fact]
    public void A_cancelled_subscription_sends_and_accepts_nothing_and_keeps_what_it_holds()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b");
        lived.Cancel();
        lived.Finish("a", End.Broken);
        Assert.Equal(RejectReason.NoSubscription, Assert.IsType<Rejected>(lived.Accept("c")).Reason);
        Assert.Equal(RejectReason.NoSubscription, Assert.IsType<Rejected>(lived.Accept("a")).Reason);
        lived.Minutes(60);
        lived.Restart();
        Assert.Equal(["a +0:00"], lived.Started);
        Assert.Equal(["a", "b"], lived.OutboxIds);
        Assert.Equal(Phase.Cancelled, lived.Phase);
        Assert.Null(lived.FiresAt);
    }

    [Fact]
    public void Creating_it_again_needs_discard_when_it_holds_events()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Cancel();
        var rejected = Assert.IsType<CommandRejected>(lived.Put(url: Lived.Url));
        Assert.Equal((CommandFault.Conflict, "discard"), (rejected.Reason, rejected.Field));
        Assert.Equal(["a"], lived.OutboxIds);
        Assert.True(Assert.IsType<SubscriptionStored>(lived.Put(url: Lived.Url, discard: true)).Created);
        Assert.Empty(lived.OutboxIds);
    }

    [Fact]
    public void Creating_it_again_needs_no_discard_when_it_holds_nothing()
    {
        var lived = Lived.Active();
        lived.Cancel();
        Assert.True(Assert.IsType<SubscriptionStored>(lived.Put(url: Lived.Url)).Created);
        Assert.Equal(2, lived.View.Generation);
    }

    [Fact]
    public void Creating_it_again_needs_the_URL_again()
    {
        var lived = Lived.Active();
        lived.Cancel();
        Assert.Equal("callback_url", Assert.IsType<CommandRejected>(lived.Put(maxInFlight: 2)).Field);
    }

    [Fact]
    public void A_new_generation_is_empty_in_every_respect()
    {
        var lived = Lived.Active(maxInFlight: 4);
        lived.Put(authorization: "Bearer old");
        lived.Endpoint = _ => End.Refused;
        lived.AcceptAll("a", "b", "c", "d", "e", "f");
        lived.Cancel();
        lived.Endpoint = _ => null;
        var view = Assert.IsType<SubscriptionStored>(lived.Put(url: Lived.Url, discard: true)).View;
        Assert.Equal(
            new SubscriptionView(Lived.Id, 2, Lived.Url, false, false, 1, Phase.Idle, 0, 0, 0, null, null, "node:4053"),
            view);
        Assert.Empty(lived.Durable.Attempts);
        Assert.Empty(lived.Durable.RefusedInARow);
        Assert.IsType<Accepted>(lived.Accept("a", "another payload"));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(422)]
    [InlineData(500)]
    public void Outcomes_of_an_earlier_generation_are_ignored(int status)
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Cancel();
        lived.Put(url: Lived.Url, discard: true);
        lived.Accept("a");
        var records = lived.Journal.Count;
        lived.Finish("a", status switch { 200 => End.Ok, 422 => End.Refused, _ => End.Broken });
        Assert.Equal(records, lived.Journal.Count);
        Assert.Equal(0, lived.View.Delivered);
        Assert.Equal(["a"], lived.OpenIds);
        Assert.Equal(2, lived.Open.Single().Attempt.Generation);
    }

    [Fact]
    public void A_success_that_waits_for_its_record_counts_for_the_old_generation()
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.AcceptAll("a", "b");
        lived.HoldsRecords = true;
        lived.Finish("a", End.Ok);
        lived.Finish("b", End.Ok);
        lived.Cancel();
        lived.Confirm();
        Assert.Empty(lived.OutboxIds);
        Assert.Equal(2, lived.View.Delivered);
        Assert.Empty(lived.Flight.Unrecorded);
    }

    [Fact]
    public void Cancelling_twice_changes_nothing_and_steering_a_cancelled_one_is_a_conflict()
    {
        var lived = Lived.Active();
        lived.Cancel();
        var records = lived.Journal.Count;
        Assert.IsType<SubscriptionView>(lived.Cancel());
        Assert.All(
            [lived.Pause(), lived.Resume(), lived.Replay(), lived.ReplayDelivered("a")],
            answer => Assert.Equal(CommandFault.Conflict, Assert.IsType<CommandRejected>(answer).Reason));
        Assert.Equal(records, lived.Journal.Count);
    }

    [Fact]
    public void What_was_never_created_is_not_found_and_costs_no_record()
    {
        var lived = new Lived();
        Assert.Equal(RejectReason.NoSubscription, Assert.IsType<Rejected>(lived.Accept("a")).Reason);
        Assert.All(
            [lived.Pause(), lived.Resume(), lived.Cancel(), lived.Replay(), lived.ReplayDelivered("a"), lived.Drop("a")],
            answer => Assert.Equal(CommandFault.NotFound, Assert.IsType<CommandRejected>(answer).Reason));
        Assert.Empty(lived.Journal);
    }
}
