using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 2 and the corner case "several in flight, one fails".</summary>
public class WidthTests
{
    [Fact]
    public void Events_are_first_POSTed_oldest_first_one_at_a_time()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b", "c");
        foreach (var next in new[] { "a", "b", "c" })
        {
            Assert.Equal([next], lived.OpenIds);
            lived.Finish(next, End.Ok);
        }

        Assert.Equal(Phase.Idle, lived.Phase);
    }

    [Fact]
    public void As_many_are_in_flight_as_the_subscription_allows()
    {
        var lived = Lived.Active(maxInFlight: 3);
        lived.AcceptAll("a", "b", "c", "d", "e");
        Assert.Equal(["a", "b", "c"], lived.OpenIds);
        lived.Finish("b", End.Ok);
        Assert.Equal(["a", "c", "d"], lived.OpenIds);
    }

    [Fact]
    public void A_smaller_width_takes_effect_as_attempts_end()
    {
        var lived = Lived.Active(maxInFlight: 3);
        lived.AcceptAll("a", "b", "c", "d");
        lived.Put(maxInFlight: 1);
        lived.Finish("a", End.Ok);
        lived.Finish("b", End.Ok);
        Assert.Equal(["c"], lived.OpenIds);
        lived.Finish("c", End.Ok);
        Assert.Equal(["d"], lived.OpenIds);
    }

    [Fact]
    public void One_failure_starts_the_wait_once_and_earlier_attempts_change_nothing()
    {
        var lived = Lived.Active(maxInFlight: 4);
        lived.AcceptAll("a", "b", "c", "d", "e");
        lived.Finish("a", End.Broken);
        var retry = lived.View.Retry;
        lived.Seconds(10);
        lived.Finish("b", End.Timeout);
        lived.Finish("c", End.Refused);
        lived.Finish("d", End.Ok);
        Assert.Equal(Phase.Waiting, lived.Phase);
        Assert.Equal(retry, lived.View.Retry);
        Assert.Equal(["a", "b", "c", "e"], lived.OutboxIds);
        Assert.Equal(1, lived.Durable.Held.Find("c")!.Refusals);
        Assert.Equal(FailureConsequence.None, lived.Recorded<AttemptFailed>()[1].Consequence);
        Assert.Empty(lived.Open);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_retry_is_a_single_probe_and_delivered_or_refused_reopens_the_full_width(bool delivered)
    {
        var lived = Lived.Active(maxInFlight: 3);
        lived.AcceptAll("a", "b", "c", "d", "e");
        lived.Finish("a", End.Broken);
        lived.Finish("b", End.Broken);
        lived.Finish("c", End.Broken);
        lived.Minutes(5);
        Assert.Equal(["a"], lived.OpenIds);
        lived.Finish("a", delivered ? End.Ok : End.Refused);
        Assert.Equal(["b", "c", "d"], lived.OpenIds);
    }

    [Fact]
    public void The_probe_starts_beside_an_earlier_attempt_that_still_hangs()
    {
        var lived = Lived.Active(maxInFlight: 3);
        lived.AcceptAll("a", "b", "c");
        lived.Finish("b", End.Broken);
        lived.Finish("c", End.Broken);
        lived.Minutes(5);
        Assert.Equal(["a", "b"], lived.OpenIds);
        lived.Finish("a", End.Ok);
        Assert.Equal(["b"], lived.OpenIds);
        Assert.NotNull(lived.View.Retry);
    }

    [Fact]
    public void Attempts_that_wait_for_a_place_when_another_fails_are_withdrawn()
    {
        var lived = Lived.Active(maxInFlight: 3);
        lived.Accept("a");
        lived.NoPlaces = true;
        lived.AcceptAll("b", "c");
        lived.GivePlace(lived.Open.Last());
        lived.Finish("a", End.Broken);
        Assert.Equal(["c"], lived.OpenIds);
        lived.NoPlaces = false;
        lived.Minutes(5);
        Assert.Equal(["c", "a"], lived.OpenIds);
    }

    [Fact]
    public void A_second_failed_probe_is_retry_two()
    {
        var lived = Lived.Active(maxInFlight: 2);
        lived.AcceptAll("a", "b");
        lived.Finish("a", End.Broken);
        lived.Finish("b", End.Broken);
        lived.Minutes(5);
        lived.Finish("a", End.Broken);
        Assert.Equal(2, lived.View.Retry!.Number);
        Assert.Equal(Lived.Epoch.AddMinutes(10), lived.View.Retry.DueAt);
    }
}
