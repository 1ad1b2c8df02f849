using CsCheck;

namespace Webhook.Tests.Core.Properties;

/// <summary>Random lives: commands, outcomes, late confirmations, crashes and steps of the clock, against the rules.</summary>
public class LifeTests
{
    private static readonly Gen<Step[]> Steps =
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 9_999], static (kind, number) => new Step(kind, number)).Array[0, 80];

    [Fact]
    public void In_order_every_rule_holds_after_every_step() => Sample(Gen.Const(1), jumps: false, times: 800);

    [Fact]
    public void Several_in_flight_every_rule_holds_after_every_step() => Sample(Gen.Int[2, 5], jumps: false, times: 800);

    [Fact]
    public void With_a_clock_that_jumps_nothing_is_lost_or_stuck_or_out_of_order() => Sample(Gen.Int[1, 3], jumps: true, times: 800);

    private static void Sample(Gen<int> width, bool jumps, int times) =>
        Gen.Select(width, Gen.Int[0, 3], Gen.Bool, Steps).Sample(
            (inFlight, retries, waits, steps) =>
            {
                var life = new Life(inFlight, retries, jumps, waits);
                life.Through(steps);
                life.ToItsEnd();
            },
            iter: times,
            threads: 1,
            print: life => $"width {life.Item1}, retries {life.Item2}, waits {life.Item3}: {string.Join(' ', life.Item4.Select(s => $"{s.Kind}/{s.Number}"))}");
}
