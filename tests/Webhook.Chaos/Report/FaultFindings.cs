using Webhook.Chaos.Endpoints;
using Webhook.Chaos.Faults;

namespace Webhook.Chaos.Report;

/// <summary>How each fault went; pure.</summary>
internal static class FaultFindings
{
    /// <summary>The most successes of one subscription that may wait for their record.</summary>
    private const int UnrecordedAtMost = 64;

    /// <summary>What a process sent just before it died may arrive a little later.</summary>
    private static readonly TimeSpan StillOnItsWay = TimeSpan.FromMilliseconds(200);

    public static FaultFinding Of(Evidence evidence, int index, IReadOnlyList<DuplicateDelivery> duplicates)
    {
        var fault = evidence.Faults[index];
        var near = evidence.Arrivals
            .Where(a => a.Delivered && fault.Subscriptions.Contains(a.Subscription) && a.At + a.Took >= fault.Began - Duplicates.Unrecorded && a.At <= fault.Gone)
            .GroupBy(a => a.Subscription);
        var inFlight = near.Sum(s => Math.Min(s.DistinctBy(a => a.EventId).Count(), UnrecordedAtMost + Behaviours.WidthOf(s.Key)));
        var again = Again(evidence, index);
        return new FaultFinding(
            fault,
            duplicates.Count(d => d.Fault == index),
            inFlight,
            again.Count == 0 ? null : again.Min(),
            again.Count == 0 ? null : again.Max());
    }

    /// <summary>
    /// For each of the node's subscriptions whose endpoint is well: until its next delivery after the fault began, or after the
    /// database was back.
    /// </summary>
    private static List<TimeSpan> Again(Evidence evidence, int index)
    {
        var fault = evidence.Faults[index];
        var since = fault.Kind.IsOfDatabase() ? fault.Gone : fault.Began + StillOnItsWay;
        var counted = fault.Kind.IsOfDatabase() ? fault.Gone : fault.Began;
        // Answers were as quick as ever with these, so that a gap is the cluster's.
        var well = fault.Subscriptions.Where(s => Behaviours.Of(s) is Behaviour.Well or Behaviour.Wide or Behaviour.Slow).ToHashSet();
        return
        [
            .. evidence.Arrivals
                .Where(a => a.Delivered && well.Contains(a.Subscription) && a.At > since)
                .GroupBy(a => a.Subscription)
                .Select(s => s.Min(a => a.At) - counted),
        ];
    }
}
