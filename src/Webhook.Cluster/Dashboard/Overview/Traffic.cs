using Webhook.Cluster.Telemetry.Reports;

namespace Webhook.Cluster.Dashboard.Overview;

/// <summary>What the nodes counted in the last hour, summed.</summary>
public sealed class Traffic
{
    private const int MinuteSlots = 60 / ActivityHistory.SlotSeconds;

    private readonly IReadOnlyList<NodeReport> _reports;
    private readonly DateTimeOffset _now;

    /// <summary>Sums <paramref name="reports"/> at <paramref name="now"/>.</summary>
    public Traffic(IEnumerable<NodeReport?> reports, DateTimeOffset now)
    {
        _reports = [.. reports.OfType<NodeReport>()];
        _now = now;
    }

    /// <summary>Counts of the last 60 whole minutes and the one under way, oldest first.</summary>
    /// <param name="counts">Which counts.</param>
    public double[] ByMinute(Func<NodeReport, IReadOnlyList<long>> counts)
    {
        var minutes = new double[61];
        var last = Slot(_now) / MinuteSlots;
        foreach (var report in _reports)
        {
            var slots = counts(report);
            for (var i = 0; i < slots.Count; i++)
            {
                var minute = 60 - (int)(last - ((report.LastSlot - (slots.Count - 1 - i)) / MinuteSlots));
                if (minute is >= 0 and <= 60)
                {
                    minutes[minute] += slots[i];
                }
            }
        }

        return minutes;
    }

    /// <summary>How many there were in the last minute, to the second on its far side to ten.</summary>
    public long LastMinute(Func<NodeReport, IReadOnlyList<long>> counts) => _reports.Sum(r => counts(r).TakeLast(MinuteSlots + 1).Sum());

    /// <summary>How many there were in the last hour.</summary>
    public long LastHour(Func<NodeReport, IReadOnlyList<long>> counts) => _reports.Sum(r => counts(r).Sum());

    /// <summary>The beginnings of the minutes of <see cref="ByMinute"/>, UTC.</summary>
    public IEnumerable<DateTimeOffset> Minutes() => Enumerable.Range(0, 61).Select(i => DateTimeOffset.FromUnixTimeSeconds(((Slot(_now) / MinuteSlots) - 60 + i) * 60));

    private static long Slot(DateTimeOffset time) => time.ToUnixTimeSeconds() / ActivityHistory.SlotSeconds;
}
