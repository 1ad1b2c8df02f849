using System.Diagnostics;
using Webhook.Chaos.Faults;
using Webhook.Chaos.Report;

namespace Webhook.Chaos.Commands;

/// <summary>Takes one fault after the other from the plan until the time is over and there were enough of each kind.</summary>
internal sealed class FaultLoop(ChaosSettings settings, IReadOnlyList<FaultKind> kinds, FaultInjector injector, Progress progress)
{
    /// <summary>The faults that happened, and a sentence for each kind that there were too few of.</summary>
    public async Task<(IReadOnlyList<FaultRecord> Records, IReadOnlyList<string> Missing)> RunAsync(CancellationToken cancellation)
    {
        var time = TimeSpan.FromMinutes(settings.Minutes);
        // A cluster that hardly heals must not make a run endless.
        var atMost = (3 * time) + TimeSpan.FromMinutes(2 * settings.AtLeast);
        var watch = Stopwatch.StartNew();
        var records = new List<FaultRecord>();
        foreach (var fault in settings.Plan(kinds))
        {
            if (settings.Scenario == Scenario.Random)
            {
                var enough = TooFew(records).Count == 0;
                if ((watch.Elapsed > time && enough) || watch.Elapsed > atMost)
                {
                    break;
                }

                // With the time over, only kinds that are missing.
                if (watch.Elapsed > time && !TooFew(records).Contains(fault.Kind))
                {
                    continue;
                }
            }

            records.Add(await injector.InjectAsync(fault, cancellation));
        }

        progress.Say($"{records.Count} faults in {watch.Elapsed.TotalSeconds:0} s");
        return (records, [.. TooFew(records).Select(k => $"There were fewer than {settings.AtLeast} faults of the kind {k}.")]);
    }

    private List<FaultKind> TooFew(List<FaultRecord> records) =>
        settings.Scenario == Scenario.Random ? [.. kinds.Where(k => records.Count(r => r.Kind == k) < settings.AtLeast)] : [];
}
