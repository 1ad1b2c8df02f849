using Webhook.Cluster.Subscriptions.Core;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 3: an endpoint that refuses everything is not well.</summary>
public class RefusalsInARowTests
{
    [Fact]
    public void After_five_different_refusals_in_a_row_the_next_refusal_is_a_failure()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Refused;
        lived.AcceptAll("a", "b", "c", "d", "e");
        Assert.Equal(Phase.Idle, lived.Phase);
        lived.Accept("f");
        Assert.Equal(Phase.Waiting, lived.Phase);
        Assert.Equal(0, lived.Durable.Held.Find("f")!.Refusals);
    }

    [Fact]
    public void An_endpoint_that_refuses_everything_ends_suspended_and_nothing_is_parked()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Refused;
        lived.AcceptAll("a", "b", "c", "d", "e", "f", "g");
        lived.Pass(TimeSpan.FromDays(1));
        Assert.Equal(Phase.Suspended, lived.Phase);
        Assert.Equal(7, lived.OutboxIds.Count());
        Assert.Empty(lived.ParkedIds);
    }

    [Fact]
    public void The_same_event_refused_again_and_again_is_one_of_the_five()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Refused;
        lived.AcceptAll("a", "b", "c", "d");
        lived.Minutes(60);
        Assert.Equal(["a", "b", "c", "d"], lived.ParkedIds);
    }

    [Fact]
    public void A_delivery_between_starts_the_count_anew()
    {
        var lived = Lived.Active();
        lived.Endpoint = p => p.EventId == "ok" ? End.Ok : End.Refused;
        lived.AcceptAll("a", "b", "c", "d", "e", "ok", "f", "g", "h", "i", "j");
        Assert.Equal(Phase.Idle, lived.Phase);
    }

    [Fact]
    public void Refusals_count_as_failures_until_something_is_delivered_also_after_a_resume()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Refused;
        lived.AcceptAll("a", "b", "c", "d", "e", "f");
        lived.Resume();
        Assert.Equal(Phase.Waiting, lived.Phase);
        lived.Endpoint = p => p.EventId == "a" ? End.Refused : End.Ok;
        lived.Minutes(5);
        Assert.Equal(Phase.Waiting, lived.Phase);
        lived.Drop("a");
        lived.Minutes(5);
        Assert.Equal(Phase.Idle, lived.Phase);
        Assert.Empty(lived.OutboxIds);
    }
}
