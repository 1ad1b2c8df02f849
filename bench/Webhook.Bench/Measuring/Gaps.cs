using System.Diagnostics;

namespace Webhook.Bench.Measuring;

/// <summary>How long nothing came: tells a process that stood still from one that was late with single events.</summary>
internal static class Gaps
{
    /// <summary>The longest time between two of <paramref name="times"/> (ticks of the monotonic clock, in any order; 0 is none), in milliseconds; 0 for fewer than two.</summary>
    public static double LongestMs(IEnumerable<long> times)
    {
        var inOrder = times.Where(t => t > 0).Order().ToList();
        return inOrder.Zip(inOrder.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a, b).TotalMilliseconds).DefaultIfEmpty(0).Max();
    }
}
