using Webhook.Chaos.Fleet;
using Webhook.Chaos.Report;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Harness.Databases;

namespace Webhook.Chaos.Faults;

/// <summary>Does to the cluster what the plan says, one fault at a time, and waits until it has healed.</summary>
internal sealed class FaultInjector(NodeFleet fleet, PostgresServer database, JournalWitness journal, Progress progress)
{
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ToEndItself = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan ToHeal = TimeSpan.FromSeconds(150);

    public async Task<FaultRecord> InjectAsync(PlannedFault fault, CancellationToken cancellation)
    {
        await Task.Delay(fault.Pause, cancellation);
        var placement = await fleet.PlacementAsync(cancellation);
        var node = fault.Kind switch
        {
            var kind when kind.IsOfDatabase() => null,
            FaultKind.KillOldest => fleet.Oldest,
            _ => Picked(fault, placement),
        };
        var struck = placement.Where(p => node is null || p.Value == node.ContactPoint).Select(p => p.Key).ToHashSet();
        progress.Say($"{fault.Kind,-10} {node?.ContactPoint ?? "PostgreSQL"}, {struck.Count} subscriptions, {fault.Duration.TotalSeconds:0} s", "yellow");
        var snapshots = await journal.SnapshotsAsync(cancellation);
        var began = DateTimeOffset.UtcNow;
        var (gone, breach) = node is null ? await StrikeDatabaseAsync(fault, cancellation) : await StrikeAsync(node, fault, cancellation);
        var past = await PastSnapshotsAsync(snapshots, struck, cancellation);
        var healed = await fleet.HealedAsync(ToHeal, cancellation);
        progress.Say(
            healed is null ? $"{fault.Kind} did not heal within {ToHeal.TotalSeconds:0} s" : $"healed {(healed.Value - began).TotalSeconds:0.0} s after it began",
            healed is null ? "red" : "green");
        return new FaultRecord(fault.Kind, node?.ContactPoint, began, gone, healed, struck, past, breach);
    }

    /// <summary>The one that is meant; where that has little to lose, as just after another fault, the one that has most.</summary>
    private SupervisedNode Picked(PlannedFault fault, IReadOnlyDictionary<string, string> placement)
    {
        var meant = fleet.Nodes[fault.Pick % fleet.Nodes.Count];
        return 2 * fleet.Nodes.Count * Held(meant) >= placement.Count ? meant : fleet.Nodes.MaxBy(Held)!;

        int Held(SupervisedNode node) => placement.Values.Count(n => n == node.ContactPoint);
    }

    private async Task<int> PastSnapshotsAsync(IReadOnlyDictionary<string, long> before, IEnumerable<string> subscriptions, CancellationToken cancellation)
    {
        var now = await journal.SnapshotsAsync(cancellation);
        return subscriptions.Select(SubscriptionActor.PersistenceIdOf).Count(id => now.GetValueOrDefault(id) > before.GetValueOrDefault(id));
    }

    private async Task<(DateTimeOffset Gone, string? Breach)> StrikeDatabaseAsync(PlannedFault fault, CancellationToken cancellation)
    {
        if (fault.Kind == FaultKind.ReadOnly)
        {
            await database.SetReadOnlyAsync(true);
            await Task.Delay(fault.Duration, cancellation);
            await database.SetReadOnlyAsync(false);
            return (DateTimeOffset.UtcNow, null);
        }

        await (fault.Pick % 2 == 0 ? database.StopAsync() : database.KillAsync());
        await Task.Delay(fault.Duration, cancellation);
        await database.StartAsync();
        return (DateTimeOffset.UtcNow, null);
    }

    private async Task<(DateTimeOffset Gone, string? Breach)> StrikeAsync(SupervisedNode node, PlannedFault fault, CancellationToken cancellation)
    {
        if (fault.Kind is FaultKind.Cut or FaultKind.Isolate)
        {
            // As under a service manager, it is started again while it still reaches nobody.
            node.ExpectEnd();
        }
        else
        {
            node.Hold();
        }

        try
        {
            switch (fault.Kind)
            {
                case FaultKind.Kill or FaultKind.KillOldest:
                    node.Process.Kill();
                    await node.EndsAsync(ToEnd);
                    var gone = DateTimeOffset.UtcNow;
                    await Task.Delay(fault.Duration, cancellation);
                    return (gone, null);
                case FaultKind.Terminate:
                    node.Process.Terminate();
                    var order = await EndedInOrderAsync(node);
                    return (DateTimeOffset.UtcNow, order);
                case FaultKind.Freeze:
                    node.Process.Freeze();
                    await Task.Delay(fault.Duration, cancellation);
                    node.Process.Thaw();
                    var thawed = await EndedItselfAsync(node);
                    return (DateTimeOffset.UtcNow, thawed);
                case FaultKind.Cut or FaultKind.Isolate:
                    var cut = DateTimeOffset.UtcNow;
                    await (fault.Kind == FaultKind.Cut ? fleet.Network!.CutAsync(node.Index) : fleet.Network!.IsolateAsync(node.Index));
                    await Task.Delay(fault.Duration, cancellation);
                    await (fault.Kind == FaultKind.Cut ? fleet.Network.JoinAsync(node.Index) : fleet.Network.RejoinAsync(node.Index));
                    var joined = await RestartedAsync(node, cut, cancellation);
                    return (DateTimeOffset.UtcNow, joined);
                default:
                    throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, null);
            }
        }
        finally
        {
            node.Release();
        }
    }

    private static async Task<string?> EndedInOrderAsync(SupervisedNode node)
    {
        if (!await node.EndsAsync(ToEnd))
        {
            node.Process.Kill();
            await node.EndsAsync(ToEnd);
            return $"{node.ContactPoint} had not ended {ToEnd.TotalSeconds:0} s after SIGTERM.";
        }

        return node.Process.ExitCode == 0 ? null : $"{node.ContactPoint} ended with exit code {node.Process.ExitCode} after SIGTERM.";
    }

    private static async Task<string?> RestartedAsync(SupervisedNode node, DateTimeOffset since, CancellationToken cancellation)
    {
        if (await node.RestartsAsync(since, ToEndItself, cancellation))
        {
            return null;
        }

        node.Process.Kill();
        await node.EndsAsync(ToEnd);
        return HadNotEnded(node, "was cut off");
    }

    private static async Task<string?> EndedItselfAsync(SupervisedNode node)
    {
        if (await node.EndsAsync(ToEndItself))
        {
            return null;
        }

        // Left alone it would stay outside of the cluster for ever.
        node.Process.Kill();
        await node.EndsAsync(ToEnd);
        return HadNotEnded(node, "stood still");
    }

    private static string HadNotEnded(SupervisedNode node, string why) =>
        $"{node.ContactPoint} {why}, was declared dead, and had not ended itself {ToEndItself.TotalSeconds:0} s after it came back.";
}
