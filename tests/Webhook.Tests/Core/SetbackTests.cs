using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>A journal that takes no records does not make endpoints get the same events every few seconds.</summary>
public class SetbackTests
{
    private static readonly Wait TwoSeconds = new(Lived.Epoch, Lived.Epoch.AddSeconds(2));

    private readonly Setbacks _setbacks = new(TimeSpan.FromMinutes(5));

    [Fact]
    public void While_it_lasts_nothing_starts_and_the_subscription_wakes_at_its_end()
    {
        var state = Holding("a");
        var flight = Flight.None with { Setback = TwoSeconds };
        var plan = Planner.Next(state, state, flight, Lived.Epoch.AddSeconds(1.9));
        Assert.Equal((0, TwoSeconds), (plan.Start.Count, plan.Wake));
        Assert.Equal("a", Assert.Single(Planner.Next(state, state, flight, Lived.Epoch.AddSeconds(2)).Start).EventId);
    }

    [Fact]
    public void A_timer_ends_it_though_the_clock_was_set_back_meanwhile()
    {
        var state = Holding("a");
        var flight = (Flight.None with { Setback = TwoSeconds }).Ripen(state, TwoSeconds.Until);
        Assert.Single(Planner.Next(state, state, flight, Lived.Epoch.AddDays(-1)).Start);
    }

    [Fact]
    public void A_retry_keeps_its_own_time_though_a_setback_ends_before_it()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        var plan = Planner.Next(lived.Durable, lived.Durable, Flight.None with { Setback = TwoSeconds }, Lived.Epoch.AddSeconds(3));
        Assert.Equal(lived.Durable.Retry!.Wait, plan.Wake);
        Assert.Empty(plan.Start);
    }

    [Fact]
    public void A_subscription_that_holds_nothing_does_not_wait_for_anything()
    {
        var state = Lived.Active().Durable;
        Assert.Same(Plan.Nothing, Planner.Next(state, state, Flight.None with { Setback = TwoSeconds }, Lived.Epoch));
    }

    [Fact]
    public void Each_failure_doubles_it_up_to_the_interval_and_a_written_record_ends_it()
    {
        var seconds = new List<double>();
        for (var failure = 0; failure < 9; failure++)
        {
            _setbacks.Note("a", Lived.Epoch);
            seconds.Add(_setbacks.Of("a")!.Value.Remaining(Lived.Epoch).TotalSeconds);
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 300], seconds);
        Assert.Null(_setbacks.Of("b"));
        _setbacks.Forget("a");
        Assert.Null(_setbacks.Of("a"));
        _setbacks.Note("a", Lived.Epoch);
        Assert.Equal(TwoSeconds, _setbacks.Of("a"));
        // What is long past is another failure, not the next.
        var later = Lived.Epoch.AddDays(1);
        _setbacks.Note("a", later);
        Assert.Equal(new Wait(later, later.AddSeconds(2)), _setbacks.Of("a"));
    }

    private static SubscriptionState Holding(string eventId)
    {
        var lived = Lived.Active();
        lived.Accept(eventId);
        return lived.Durable;
    }
}
