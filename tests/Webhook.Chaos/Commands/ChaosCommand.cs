using System.CommandLine;
using Webhook.Chaos.Faults;
using Webhook.Harness.CommandLine;

namespace Webhook.Chaos.Commands;

/// <summary>The command line of a run.</summary>
internal static class ChaosCommand
{
    public static RootCommand Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long faults go on", DefaultValueFactory = _ => 2 };
        var seed = new Option<int>("--seed") { Description = "Repeats the faults of a run in their order", DefaultValueFactory = _ => Environment.TickCount & 0xFFFF };
        var nodes = new Option<int>("--nodes") { Description = "How many nodes, 3 to 9", DefaultValueFactory = _ => 3 };
        var kinds = new Option<FaultKind[]>("--faults") { Description = "Which kinds", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Enum.GetValues<FaultKind>() };
        var atLeast = new Option<int>("--at-least") { Description = "How many of each kind, even when that takes longer than --minutes", DefaultValueFactory = _ => 0 };
        var each = new Option<int>("--subscriptions") { Description = "How many subscriptions of each of six behaviours, 1 to 100", DefaultValueFactory = _ => 4 };
        var every = new Option<int>("--every-ms") { Description = "Milliseconds from one event of a subscription to its next, at least 10", DefaultValueFactory = _ => 250 };
        var scenario = new Option<Scenario>("--scenario") { Description = "A fixed plan, with bars of its own, instead of a random one", DefaultValueFactory = _ => Scenario.Random };
        var folder = new Option<string?>("--folder") { Description = "Keeps ledgers, arrivals and node logs here" };
        minutes.Within(0.1, 24 * 60);
        nodes.Within(3, 9);
        atLeast.Within(0, 100);
        each.Within(1, 100);
        every.Within(10, 60_000);
        var root = new RootCommand("Does to a cluster what may happen to it, and checks that no accepted event is lost")
        {
            minutes, seed, nodes, kinds, atLeast, each, every, scenario, folder,
        };
        root.SetAction((parsed, cancellation) => new ChaosRun(new ChaosSettings(
            parsed.GetValue(seed),
            parsed.GetValue(minutes),
            parsed.GetValue(nodes),
            [.. parsed.GetRequiredValue(kinds).Distinct()],
            parsed.GetValue(atLeast),
            parsed.GetValue(each),
            TimeSpan.FromMilliseconds(parsed.GetValue(every)),
            parsed.GetValue(scenario),
            parsed.GetValue(folder))).RunAsync(cancellation));
        return root;
    }
}
