using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Subscriptions.Events;
using Webhook.Cluster.Subscriptions.Serialization;

namespace Webhook.Fuzz.Surfaces;

/// <summary>
/// A recovery: records one after the other, each a line with its manifest and its bytes. What the reader takes has a place in a
/// life: it is applied, the plan and the views are made of it, and the snapshot of the end reads the same.
/// </summary>
internal sealed class JournalSurface : Surface
{
    private const int Records = 64;
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly DeliveryPolicy Policy = new(TimeSpan.FromMinutes(5), 3, 10_000, AllowHttp: false);

    private static readonly SubscriptionState Begin = Evolution.Apply(
        SubscriptionState.Initial, new SubscriptionCreated(1, new SubscriptionSettings("https://example.com/hook", null, 1, null, null, null), Now));

    public override void Try(byte[] input)
    {
        var state = Begin;
        IReadOnlyList<SnapshotMark> marks = [];
        foreach (var part in Parts.Of(input, Records))
        {
            var (manifest, bytes) = Parts.Line(part);
            (state, marks) = WireSurface.Read(JournalRecords.Table, bytes, manifest) switch
            {
                SubscriptionSnapshot snapshot => (snapshot.State, snapshot.Marks),
                SubscriptionEvent happened => (Evolution.Apply(state, happened), marks),
                _ => (state, marks),
            };
        }

        Check(state, marks);
    }

    private static void Check(SubscriptionState state, IReadOnlyList<SnapshotMark> marks)
    {
        var held = state.Held.Outbox.Values.Concat(state.Held.Parked.Values).ToList();
        Promise(held.Sum(e => (long)e.Payload.Length) == state.Held.Bytes, "The bytes held are those of the events held.");
        Promise(held.Count == state.Held.Count && held.TrueForAll(e => state.Held.Find(e.EventId) == e), "Every event held is found by its id.");
        _ = Planner.Next(state, state, Flight.None, Now);
        _ = Flight.None.Ripen(state, Now);
        if (state.Generation > 0)
        {
            var view = Viewing.View(Policy, state, "customer-1", "127.0.0.1:4053", 0, Now);
            WireSurface.ReadsAgain(ClusterRecords.Table, view);
        }

        _ = SnapshotRules.Expired(SnapshotRules.Add(marks, state, Now, TimeSpan.FromDays(3)), Now, TimeSpan.FromDays(3));
        WireSurface.ReadsAgain(JournalRecords.Table, new SubscriptionSnapshot(state, marks));
    }
}
