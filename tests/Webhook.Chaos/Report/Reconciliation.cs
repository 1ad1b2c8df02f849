using Webhook.Chaos.Endpoints;
using Webhook.Chaos.Ledger;

namespace Webhook.Chaos.Report;

/// <summary>Lays ledger and endpoint logs side by side; pure.</summary>
internal static class Reconciliation
{
    public static Findings Of(Evidence evidence)
    {
        var accepted = evidence.Ledger.Where(e => e.Accepted).Select(e => new EventKey(e.Subscription, e.EventId)).ToHashSet();
        var delivered = evidence.Arrivals.Where(a => a.Delivered).Select(KeyOf).ToHashSet();
        var parked = evidence.Held.Where(h => h.Parked).Select(h => new EventKey(h.Subscription, h.EventId)).ToHashSet();
        var undelivered = evidence.Held.Where(h => !h.Parked).Select(h => new EventKey(h.Subscription, h.EventId)).ToHashSet();
        var refusals = evidence.Arrivals.Where(a => a.Refused).CountBy(KeyOf).ToDictionary();
        var duplicates = Duplicates.Of(evidence);
        var lateness = Lateness.Of(evidence);
        return new Findings
        {
            Sent = evidence.Ledger.Count(e => e.What == LedgerEntry.Sent),
            Accepted = accepted.Count,
            Delivered = accepted.Count(delivered.Contains),
            Parked = parked.Count,
            // A parked event that was refused less often than that was not given its chances.
            Lost = Sorted(accepted.Where(e => !delivered.Contains(e) && !undelivered.Contains(e) && !(parked.Contains(e) && refusals.GetValueOrDefault(e) > evidence.Retries))),
            Stranded = Sorted(undelivered),
            Duplicates = duplicates,
            OutOfOrder = OutOfOrder(evidence.Arrivals, [.. refusals.Keys]),
            Falsified = [.. evidence.Arrivals.Where(a => a.Fault is not null && a.Status != Behaviours.Hangs).Select(a => $"{KeyOf(a)}: {a.Fault}")],
            Early = Lateness.EarlyOf(evidence),
            SenderFailures = evidence.Ledger.Where(e => e.Failed).GroupBy(e => e.What).ToDictionary(g => g.Key, g => g.Count()),
            LongestReceipt = evidence.Ledger.Select(e => e.Waited).DefaultIfEmpty().Max(),
            SecondWriters = evidence.SecondWriters,
            UnaskedEnds = evidence.UnaskedEnds,
            Faults = [.. evidence.Faults.Select((_, i) => FaultFindings.Of(evidence, i, duplicates))],
            WorstLateness = lateness.Count == 0 ? null : lateness.Max(),
            Retries = lateness.Count,
        };
    }

    /// <summary>The first delivery of each event, by time.</summary>
    internal static IEnumerable<Arrival> FirstDeliveries(IEnumerable<Arrival> arrivals) =>
        arrivals.Where(a => a.Delivered).OrderBy(a => a.At).DistinctBy(KeyOf);

    internal static EventKey KeyOf(Arrival arrival) => new(arrival.Subscription, arrival.EventId);

    /// <summary>A refused event steps aside for the others, so its place says nothing.</summary>
    private static List<EventKey> OutOfOrder(IEnumerable<Arrival> arrivals, HashSet<EventKey> refused)
    {
        var latest = new Dictionary<string, long>();
        var found = new List<EventKey>();
        foreach (var arrival in FirstDeliveries(arrivals).Where(a => Behaviours.WidthOf(a.Subscription) == 1 && !refused.Contains(KeyOf(a))))
        {
            var number = LedgerEntry.NumberOf(arrival.EventId);
            if (number < latest.GetValueOrDefault(arrival.Subscription, -1))
            {
                found.Add(KeyOf(arrival));
            }
            else
            {
                latest[arrival.Subscription] = number;
            }
        }

        return found;
    }

    private static List<EventKey> Sorted(IEnumerable<EventKey> events) =>
        [.. events.OrderBy(e => e.Subscription, StringComparer.Ordinal).ThenBy(e => LedgerEntry.NumberOf(e.EventId))];
}
