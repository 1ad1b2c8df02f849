using Webhook.Cluster.Subscriptions.Core;
using Webhook.Messages;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 11, and the corner case of resume.</summary>
public class PauseTests
{
    [Fact]
    public void A_paused_subscription_accepts_and_queues_and_resume_sends_oldest_first()
    {
        var lived = Lived.Active();
        lived.Pause();
        Assert.IsType<Accepted>(lived.Accept("a"));
        Assert.IsType<Accepted>(lived.Accept("b"));
        lived.Minutes(60);
        Assert.Empty(lived.Posts);
        Assert.Equal(Phase.Paused, lived.Phase);
        lived.Resume();
        Assert.Equal(["a"], lived.OpenIds);
    }

    [Fact]
    public void A_pause_outlives_a_restart_and_ends_a_wait()
    {
        var lived = Lived.Active();
        lived.Accept("a");
        lived.Finish("a", End.Broken);
        lived.Pause();
        lived.Restart();
        lived.Minutes(60);
        Assert.Equal(["a +0:00"], lived.Started);
        Assert.Null(lived.FiresAt);
    }

    [Fact]
    public void Resume_tries_now_with_a_fresh_budget_also_from_waiting()
    {
        var lived = Lived.Active();
        lived.Endpoint = _ => End.Broken;
        lived.Accept("a");
        lived.Minutes(11);
        lived.Resume();
        lived.Minutes(60);
        Assert.Equal(["a +11:00", "a +16:00", "a +21:00", "a +26:00"], lived.Started.Skip(3));
    }

    [Fact]
    public void Resume_and_pause_twice_change_nothing()
    {
        var lived = Lived.Active();
        lived.Resume();
        lived.Pause();
        var records = lived.Journal.Count;
        lived.Pause();
        lived.Resume();
        lived.Resume();
        Assert.Equal(records + 1, lived.Journal.Count);
    }
}
