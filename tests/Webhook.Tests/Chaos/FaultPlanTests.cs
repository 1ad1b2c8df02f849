using Webhook.Chaos.Faults;

namespace Webhook.Tests.Chaos;

public sealed class FaultPlanTests
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    [Fact]
    public void The_same_seed_gives_the_same_faults_and_another_seed_others()
    {
        var plan = FaultPlan.Random(1, Kinds).Take(60).ToList();
        Assert.Equal(plan, FaultPlan.Random(1, Kinds).Take(60));
        Assert.NotEqual(plan, FaultPlan.Random(2, Kinds).Take(60));
    }

    [Fact]
    public void Every_round_holds_every_kind_once() =>
        Assert.All(FaultPlan.Random(7, Kinds).Take(10 * Kinds.Length).Chunk(Kinds.Length), round => Assert.Equal(Kinds, round.Select(f => f.Kind).Order()));

    [Fact]
    public void A_node_is_frozen_or_cut_off_for_longer_than_it_takes_to_be_downed() =>
        Assert.All(
            FaultPlan.Random(3, [FaultKind.Freeze, FaultKind.Cut, FaultKind.Isolate]).Take(100),
            fault => Assert.InRange(fault.Duration, TimeSpan.FromSeconds(35), TimeSpan.FromSeconds(45)));

    [Fact]
    public void A_killed_node_comes_back_at_once_or_only_after_the_others_have_taken_over() =>
        Assert.Equal(
            [TimeSpan.Zero, TimeSpan.FromSeconds(40)],
            FaultPlan.Random(3, [FaultKind.Kill]).Take(100).Select(f => f.Duration).Distinct().Order());

    [Fact]
    public void Without_a_kind_there_is_no_fault() => Assert.Empty(FaultPlan.Random(1, []));

    [Fact]
    public void Kill_times_kill_the_oldest_every_other_time() =>
        Assert.Equal(
            [FaultKind.Kill, FaultKind.KillOldest, FaultKind.Kill, FaultKind.KillOldest],
            FaultPlan.Kills(1, 4).Select(f => f.Kind));

    [Fact]
    public void A_rolling_restart_takes_every_node_once() =>
        Assert.Equal([0, 1, 2], FaultPlan.RollingRestart(3).Select(f => f.Pick));
}
