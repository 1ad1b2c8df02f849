using System.Globalization;

namespace Webhook.Cluster.Dashboard.Subscription;

/// <summary>Short spans and points in time as this page writes them.</summary>
internal static class Durations
{
    /// <summary><c>12 ms</c>, <c>1.5 s</c>.</summary>
    public static string Of(TimeSpan span) => span.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");

    /// <summary>A countdown: <c>4:59</c>, <c>1:00:00</c>; never below zero.</summary>
    public static string Clock(TimeSpan left)
    {
        var whole = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, left.TotalSeconds)));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(whole.TotalHours)}:{whole:mm\\:ss}")
            : whole.ToString(@"m\:ss", CultureInfo.InvariantCulture);
    }

    /// <summary><c>2026-01-31 09:00:00Z</c>.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
