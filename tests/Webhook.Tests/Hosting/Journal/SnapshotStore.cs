using Akka.Actor;
using Akka.Persistence;

namespace Webhook.Tests.Hosting.Journal;

/// <summary>What each of our snapshot stores does, on a real database.</summary>
internal static class SnapshotStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Stores, replaces, loads and deletes.</summary>
    public static async Task CheckAsync(ActorSystem system)
    {
        var store = Persistence.Instance.Apply(system).SnapshotStoreFor("");
        foreach (var number in new[] { 9, 5 })
        {
            await store.Ask<SaveSnapshotSuccess>(new SaveSnapshot(new SnapshotMetadata("a", number, DateTime.UtcNow), $"state-{number}"), Patience);
        }

        Assert.Equal((9, "state-9"), await LoadAsync("a", SnapshotSelectionCriteria.Latest));
        Assert.Equal((5, "state-5"), await LoadAsync("a", new SnapshotSelectionCriteria(8)));
        Assert.Null(await LoadAsync("A", SnapshotSelectionCriteria.Latest));
        // A life that is repeated stores the same one again; the latest state counts.
        await store.Ask<SaveSnapshotSuccess>(new SaveSnapshot(new SnapshotMetadata("a", 9, DateTime.UtcNow), "state-9 again"), Patience);
        Assert.Equal((9, "state-9 again"), await LoadAsync("a", SnapshotSelectionCriteria.Latest));
        await store.Ask<DeleteSnapshotsSuccess>(new DeleteSnapshots("a", new SnapshotSelectionCriteria(8)), Patience);
        Assert.Null(await LoadAsync("a", new SnapshotSelectionCriteria(8)));
        Assert.Equal((9, "state-9 again"), await LoadAsync("a", SnapshotSelectionCriteria.Latest));

        async Task<(long, string)?> LoadAsync(string id, SnapshotSelectionCriteria criteria)
        {
            var loaded = await store.Ask<LoadSnapshotResult>(new LoadSnapshot(id, criteria, long.MaxValue), Patience);
            return loaded.Snapshot is { } found ? (found.Metadata.SequenceNr, (string)found.Snapshot) : null;
        }
    }
}
