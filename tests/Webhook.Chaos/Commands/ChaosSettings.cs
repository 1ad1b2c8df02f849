using Webhook.Chaos.Faults;
using Webhook.Chaos.Report;

namespace Webhook.Chaos.Commands;

/// <summary>What a run is told.</summary>
/// <param name="Seed">Of the plan; the same seed gives the same faults in the same order.</param>
/// <param name="Minutes">How long faults go on.</param>
/// <param name="Nodes">How many nodes.</param>
/// <param name="Kinds">Which kinds of fault.</param>
/// <param name="AtLeast">How many of each kind, even when that takes longer.</param>
/// <param name="SubscriptionsEach">How many subscriptions of every behaviour.</param>
/// <param name="Every">From one event of a subscription to its next.</param>
/// <param name="Scenario">A fixed plan instead of a random one.</param>
/// <param name="Folder">Where ledgers, arrivals and node logs are kept; null throws them away when no promise was broken.</param>
internal sealed record ChaosSettings(
    int Seed,
    double Minutes,
    int Nodes,
    IReadOnlyList<FaultKind> Kinds,
    int AtLeast,
    int SubscriptionsEach,
    TimeSpan Every,
    Scenario Scenario,
    string? Folder)
{
    /// <summary>How often the nodes try again.</summary>
    public const int Retries = 3;

    /// <summary>Of the nodes' delivery; short, so that retries happen often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The nodes' deadline for a whole exchange.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The faults, in order; the random one has no end.</summary>
    public IEnumerable<PlannedFault> Plan(IReadOnlyList<FaultKind> possible) => Scenario switch
    {
        Scenario.KillTimes => FaultPlan.Kills(Seed, 10),
        Scenario.RollingRestart => FaultPlan.RollingRestart(Nodes),
        Scenario.DatabaseDown => FaultPlan.DatabaseDown(),
        Scenario.LongFreeze => FaultPlan.LongFreezes(Nodes),
        _ => FaultPlan.Random(Seed, possible),
    };

    /// <summary>What the scenario promises.</summary>
    public Bars Bars => Scenario switch
    {
        Scenario.KillTimes => Bars.None with { KillMedian = TimeSpan.FromSeconds(30), KillWorst = TimeSpan.FromSeconds(45) },
        Scenario.RollingRestart => Bars.None with { TerminateWorst = TimeSpan.FromSeconds(5), Duplicates = 0 },
        Scenario.DatabaseDown => Bars.None with { DatabaseWorst = TimeSpan.FromSeconds(45) },
        Scenario.LongFreeze => Bars.None with { PastSnapshots = 1 },
        _ => Bars.None,
    };
}

/// <summary>Plans to choose from.</summary>
internal enum Scenario
{
    /// <summary>Faults of all kinds by seed, for the time given.</summary>
    Random,

    /// <summary>Ten kills, every other one of the oldest node.</summary>
    KillTimes,

    /// <summary>Every node is told to end and started again, one after the other.</summary>
    RollingRestart,

    /// <summary>The database is away for a minute.</summary>
    DatabaseDown,

    /// <summary>Every node is frozen in turn, for so long that the others write snapshots of what they took over.</summary>
    LongFreeze,
}
