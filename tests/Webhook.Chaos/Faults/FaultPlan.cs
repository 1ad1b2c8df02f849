namespace Webhook.Chaos.Faults;

/// <summary>The faults of a run, the same for the same seed.</summary>
internal static class FaultPlan
{
    /// <summary>Beyond the time after which the others declare a node dead: heartbeats missed, then the resolver's <c>stable-after</c>.</summary>
    private static readonly TimeSpan LongEnoughToBeDowned = TimeSpan.FromSeconds(35);

    /// <summary>An endless series in rounds: each round holds every kind once, in an order of its own.</summary>
    public static IEnumerable<PlannedFault> Random(int seed, IReadOnlyList<FaultKind> kinds)
    {
        var random = new Random(seed);
        while (kinds.Count > 0)
        {
            var round = kinds.ToArray();
            random.Shuffle(round);
            foreach (var kind in round)
            {
                yield return new PlannedFault(kind, random.Next(1_000), Between(random, 2, 6), DurationOf(kind, random));
            }
        }
    }

    /// <summary>Kills in turn, every other time of the oldest; the dead node stays away until its subscriptions must have moved.</summary>
    public static IEnumerable<PlannedFault> Kills(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(i => new PlannedFault(
            i % 2 == 0 ? FaultKind.Kill : FaultKind.KillOldest, random.Next(1_000), Between(random, 5, 8), TimeSpan.FromSeconds(50)));
    }

    /// <summary>Every node once, one after the other, back as soon as it has ended.</summary>
    public static IEnumerable<PlannedFault> RollingRestart(int nodes) =>
        Enumerable.Range(0, nodes).Select(i => new PlannedFault(FaultKind.Terminate, i, TimeSpan.FromSeconds(5), TimeSpan.Zero));

    /// <summary>Freezes in turn, long enough for the others to take over, deliver, and pass a snapshot of what they took.</summary>
    public static IEnumerable<PlannedFault> LongFreezes(int nodes) =>
        Enumerable.Range(0, nodes).Select(i => new PlannedFault(FaultKind.Freeze, i, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(90)));

    /// <summary>The database away for a minute.</summary>
    public static IEnumerable<PlannedFault> DatabaseDown() =>
        [new PlannedFault(FaultKind.Database, 0, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60))];

    private static TimeSpan DurationOf(FaultKind kind, Random random) => kind switch
    {
        // Half come back at once, as under a supervisor; half stay away until the others have taken over.
        FaultKind.Kill or FaultKind.KillOldest => random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(40),
        FaultKind.Terminate => TimeSpan.Zero,
        FaultKind.Freeze or FaultKind.Cut or FaultKind.Isolate => LongEnoughToBeDowned + Between(random, 0, 10),
        FaultKind.Database or FaultKind.ReadOnly => Between(random, 3, 12),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static TimeSpan Between(Random random, int least, int most) =>
        TimeSpan.FromMilliseconds(random.Next(least * 1_000, (most * 1_000) + 1));
}
