using Webhook.Chaos.Faults;

namespace Webhook.Chaos.Report;

/// <summary>Finds deliveries beyond the first, and what explains them; pure.</summary>
internal static class Duplicates
{
    /// <summary>A success that was answered this long before a fault may still have been unrecorded: at most 100 ms, a commit, and a busy machine.</summary>
    public static readonly TimeSpan Unrecorded = TimeSpan.FromSeconds(2);

    /// <summary>A node that is given up may go on for so long: it ends at the latest 10 s after it was told, and takes a while to stop its actors.</summary>
    public static readonly TimeSpan Ending = TimeSpan.FromSeconds(15);

    public static IReadOnlyList<DuplicateDelivery> Of(Evidence evidence)
    {
        var found = new List<DuplicateDelivery>();
        foreach (var deliveries in evidence.Arrivals.Where(a => a.Delivered).GroupBy(Reconciliation.KeyOf))
        {
            var ordered = deliveries.OrderBy(a => a.At).ToList();
            for (var i = 1; i < ordered.Count; i++)
            {
                // What could not be recorded is the delivery before; the fault lies near that one.
                var before = ordered[i - 1];
                var answered = before.At + before.Took;
                found.Add(new DuplicateDelivery(
                    deliveries.Key,
                    before.At,
                    ordered[i].At,
                    FaultOf(evidence.Faults, before.Subscription, answered),
                    before.Took >= evidence.Timeout,
                    evidence.UnaskedEnds.Any(e => e.Host == before.Caller && answered >= e.At - Ending && answered <= e.At)));
            }
        }

        return found;
    }

    /// <summary>The index of the last fault of the subscription's node, or of the database, that was near; null for none.</summary>
    private static int? FaultOf(IReadOnlyList<FaultRecord> faults, string subscription, DateTimeOffset answered)
    {
        for (var i = faults.Count - 1; i >= 0; i--)
        {
            if (faults[i].Subscriptions.Contains(subscription) && answered >= faults[i].Began - Unrecorded && answered <= faults[i].Gone + Unrecorded)
            {
                return i;
            }
        }

        return null;
    }
}
