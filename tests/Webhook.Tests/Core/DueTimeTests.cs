using Webhook.Cluster.Subscriptions.Core;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>When a retry is due, also when the clock jumps.</summary>
public class DueTimeTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(0, 0, 300)] // start + interval
    [InlineData(12, 0, 300)]
    [InlineData(400, 0, 400)] // its end
    [InlineData(10, 60, 300)] // the endpoint asks for less
    [InlineData(10, 600, 610)] // its end + Retry-After
    [InlineData(10, 3600, 3610)]
    [InlineData(10, 999_999, 3610)] // at most an hour
    [InlineData(10, -60, 300)]
    public void Due_is_the_latest_of_start_plus_interval_end_and_end_plus_retry_after(int took, int retryAfter, int due)
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Seconds(took);
        lived.Finish("a", End.Busy(TimeSpan.FromSeconds(retryAfter)));
        Assert.Equal(Lived.Epoch.AddSeconds(due), lived.View.Retry!.DueAt);
        lived.Pass(TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.FromSeconds(due), lived.Posts[1].StartedAfter);
    }

    [Fact]
    public void A_late_record_does_not_move_the_due_time()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.HoldsRecords = true;
        lived.Seconds(2);
        lived.Finish("a", End.Broken);
        lived.Seconds(30);
        lived.Confirm();
        Assert.Equal(Lived.Epoch + Interval, lived.View.Retry!.DueAt);
        lived.Minutes(10);
        Assert.Equal(["a +0:00", "a +5:00"], lived.Started);
    }

    [Fact]
    public void A_clock_set_back_does_not_lengthen_a_wait_under_way()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        lived.JumpClock(TimeSpan.FromHours(-3));
        lived.Accept("b");
        lived.Pass(Interval);
        Assert.Equal(["a +0:00", "a +5:00"], lived.Started);
    }

    [Fact]
    public void A_clock_set_back_does_not_lengthen_a_wait_found_at_recovery()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        lived.JumpClock(TimeSpan.FromHours(-3));
        lived.Restart();
        Assert.Equal(Interval, lived.FiresAt);
        lived.Pass(Interval);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_clock_set_back_during_an_attempt_does_not_lengthen_the_wait_after_it(bool refused)
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Seconds(1);
        lived.JumpClock(TimeSpan.FromHours(-3));
        lived.Finish("a", refused ? End.Refused : End.Broken);
        Assert.InRange(lived.FiresAt!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) + Interval);
        lived.Seconds(301);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void A_clock_set_back_during_an_attempt_does_not_lengthen_what_the_endpoint_asked_for()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.JumpClock(TimeSpan.FromHours(-3));
        lived.Finish("a", End.Busy(TimeSpan.FromMinutes(20)));
        Assert.Equal(TimeSpan.FromMinutes(20), lived.FiresAt);
    }

    [Fact]
    public void A_clock_set_forward_may_shorten_a_wait_and_breaks_nothing()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        lived.JumpClock(TimeSpan.FromHours(3));
        lived.Accept("b");
        Assert.Equal(["a"], lived.OpenIds);
        lived.Finish("a", End.Broken);
        Assert.Equal(2, lived.View.Retry!.Number);
        lived.Pass(Interval);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void A_clock_set_back_and_forth_does_not_lengthen_stepping_aside()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Refused);
        lived.JumpClock(TimeSpan.FromHours(-3));
        lived.Accept("b");
        lived.Finish("b", End.Ok);
        lived.Minutes(2);
        lived.JumpClock(TimeSpan.FromHours(2));
        lived.Accept("c");
        lived.Finish("c", End.Ok);
        lived.Minutes(3);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void After_a_clock_set_back_dropping_an_event_does_not_begin_the_wait_again()
    {
        var lived = Lived.Active();
        lived.AcceptAll("a", "b");
        lived.Finish("a", End.Broken);
        lived.JumpClock(TimeSpan.FromHours(-3));
        lived.Minutes(4);
        lived.Drop("b");
        Assert.Equal(Interval, lived.FiresAt);
        lived.Minutes(1);
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void A_wait_is_never_negative_and_never_more_than_the_whole()
    {
        var wait = new Wait(Lived.Epoch, Lived.Epoch + Interval);
        Assert.Equal(Interval, wait.Remaining(Lived.Epoch.AddYears(-1)));
        Assert.Equal(TimeSpan.FromMinutes(1), wait.Remaining(Lived.Epoch.AddMinutes(4)));
        Assert.Equal(TimeSpan.Zero, wait.Remaining(Lived.Epoch.AddYears(1)));
        Assert.True(wait.IsOver(Lived.Epoch + Interval));
        Assert.False(wait.IsOver(Lived.Epoch + Interval - TimeSpan.FromTicks(1)));
    }
}
