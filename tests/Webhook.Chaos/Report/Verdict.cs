using Webhook.Chaos.Faults;

namespace Webhook.Chaos.Report;

/// <summary>The promises that a run broke; pure.</summary>
internal static class Verdict
{
    public static IReadOnlyList<string> Of(Findings findings, Bars bars)
    {
        List<string> broken = [];
        void Check(bool kept, string sentence)
        {
            if (!kept)
            {
                broken.Add(sentence);
            }
        }

        Check(findings.Accepted > 0, "Nothing was accepted, so nothing was proved.");
        Check(findings.Lost.Count == 0, $"{findings.Lost.Count} accepted events are lost: {Some(findings.Lost)}.");
        Check(findings.Stranded.Count == 0, $"{findings.Stranded.Count} events are stranded: {Some(findings.Stranded)}.");
        Check(findings.OutOfOrder.Count == 0, $"{findings.OutOfOrder.Count} first deliveries came out of order: {Some(findings.OutOfOrder)}.");
        var unexplained = findings.Duplicates.Where(d => !d.Explained).ToList();
        Check(unexplained.Count == 0, $"{unexplained.Count} duplicates have no explanation: {Some(unexplained.Select(d => d.Event))}.");
        Check(findings.Falsified.Count == 0, $"{findings.Falsified.Count} POSTs were not what was handed over: {string.Join(", ", findings.Falsified.Take(5))}.");
        Check(findings.Early.Count == 0, $"{findings.Early.Count} retries came before their time: {Some(findings.Early)}.");
        Check(findings.SecondWriters.Count == 0, $"{findings.SecondWriters.Count} actors wrote while another life of theirs did: {string.Join(", ", findings.SecondWriters.Take(5))}.");
        Check(findings.SenderFailures.Count == 0, $"Senders saw {string.Join(", ", findings.SenderFailures.Select(f => $"{f.Value} times {f.Key}"))}.");
        foreach (var (finding, i) in findings.Faults.Select((f, i) => (f, i)))
        {
            Check(finding.Fault.Breach is null, finding.Fault.Breach!);
            Check(finding.Fault.Subscriptions.Count > 0, $"Fault {i + 1} ({finding.Fault.Kind}) struck no subscription, so it proved nothing.");
            Check(finding.Fault.Healed is not null, $"After fault {i + 1} ({finding.Fault.Kind}) the cluster was not whole again in time.");
            Check(bars.PastSnapshots is null || finding.Fault.PastSnapshots >= bars.PastSnapshots, $"During fault {i + 1} ({finding.Fault.Kind}) {finding.Fault.PastSnapshots} snapshots were passed; {bars.PastSnapshots} are needed.");
            Check(finding.Duplicates <= finding.InFlight, $"Fault {i + 1} ({finding.Fault.Kind}) made {finding.Duplicates} duplicates of {finding.InFlight} events in flight.");
        }

        var kills = TimesOf(findings, FaultKind.Kill, FaultKind.KillOldest);
        Check(bars.KillMedian is null || Median(kills) <= bars.KillMedian, $"After a kill deliveries went on in {Median(kills)?.TotalSeconds:0.0} s (median); {bars.KillMedian?.TotalSeconds:0} s are allowed.");
        Check(bars.KillWorst is null || (kills.Count > 0 && kills.Max() <= bars.KillWorst), $"After a kill deliveries went on in {kills.DefaultIfEmpty().Max().TotalSeconds:0.0} s (worst); {bars.KillWorst?.TotalSeconds:0} s are allowed.");
        var terminations = TimesOf(findings, FaultKind.Terminate);
        Check(bars.TerminateWorst is null || (terminations.Count > 0 && terminations.Max() <= bars.TerminateWorst), $"After SIGTERM deliveries went on in {terminations.DefaultIfEmpty().Max().TotalSeconds:0.0} s (worst); {bars.TerminateWorst?.TotalSeconds:0} s are allowed.");
        var outages = OutagesOf(findings);
        Check(bars.DatabaseWorst is null || (outages.Count > 0 && outages.Max() <= bars.DatabaseWorst), $"The cluster was whole and delivered everywhere {outages.DefaultIfEmpty().Max().TotalSeconds:0.0} s after the database was back; {bars.DatabaseWorst?.TotalSeconds:0} s are allowed.");
        Check(bars.Duplicates is null || findings.Duplicates.Count <= bars.Duplicates, $"{findings.Duplicates.Count} events were delivered twice; {bars.Duplicates} are allowed.");
        return broken;
    }

    /// <summary>For each time that the database was away: from its return until the cluster was whole and every subscription had delivered again.</summary>
    public static List<TimeSpan> OutagesOf(Findings findings) =>
        [.. findings.Faults.Where(f => f.Fault.Kind.IsOfDatabase() && f.Fault.Healed is not null).Select(WholeAgain)];

    /// <summary>Until all subscriptions of the node delivered again, for the faults of these kinds.</summary>
    public static List<TimeSpan> TimesOf(Findings findings, params FaultKind[] kinds) =>
        [.. findings.Faults.Where(f => kinds.Contains(f.Fault.Kind) && f.AllAgain is not null).Select(f => f.AllAgain!.Value)];

    /// <summary>The lower middle one; null of none.</summary>
    public static TimeSpan? Median(IReadOnlyCollection<TimeSpan> times) =>
        times.Count == 0 ? null : times.Order().ElementAt((times.Count - 1) / 2);

    private static string Some(IEnumerable<EventKey> events) => string.Join(", ", events.Take(5));

    private static TimeSpan WholeAgain(FaultFinding finding)
    {
        var whole = finding.Fault.Healed!.Value - finding.Fault.Gone;
        return finding.AllAgain > whole ? finding.AllAgain.Value : whole;
    }
}
