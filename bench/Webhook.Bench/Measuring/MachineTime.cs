using System.Globalization;

namespace Webhook.Bench.Measuring;

/// <summary>Processor time of the whole machine since its start, from <c>/proc/stat</c>, in ticks.</summary>
/// <param name="Stolen">Time in which a process could have run and the host ran something else.</param>
/// <param name="All">All time of all processors, idle included.</param>
internal sealed record MachineTime(double Stolen, double All)
{
    // proc(5): the line "cpu" has user, nice, system, idle, iowait, irq, softirq and steal; guests' time behind them is in user's.
    private const int StolenField = 7;

    public static MachineTime Now() => Read(File.ReadLines("/proc/stat").First());

    public static MachineTime Read(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(StolenField + 1)
            .Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToList();
        return new MachineTime(fields[StolenField], fields.Sum());
    }

    /// <summary>The share of the time since <paramref name="before"/> that the host took, 0 to 1; 0 when no time has passed.</summary>
    public double StolenSince(MachineTime before) => All > before.All ? (Stolen - before.Stolen) / (All - before.All) : 0;
}
