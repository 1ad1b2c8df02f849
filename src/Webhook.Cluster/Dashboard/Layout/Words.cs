using System.Globalization;

namespace Webhook.Cluster.Dashboard.Layout;

/// <summary>Numbers and times as people read them.</summary>
internal static class Words
{
    /// <summary><c>12,345</c>.</summary>
    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 subscription</c>, <c>2 subscriptions</c>.</summary>
    public static string Of(long number, string noun, string? plural = null) => $"{Of(number)} {(number == 1 ? noun : plural ?? noun + "s")}";

    /// <summary><c>in 4 min</c>, <c>12 s ago</c>.</summary>
    public static string Until(DateTimeOffset time, DateTimeOffset now) => time >= now ? $"in {Of(time - now)}" : $"{Of(now - time)} ago";

    /// <summary><c>12 s</c>, <c>4 min</c>, <c>3 h</c>, <c>2 d</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => $"{Math.Ceiling(span.TotalSeconds):0} s",
        { TotalMinutes: < 90 } => $"{Math.Round(span.TotalMinutes):0} min",
        { TotalHours: < 48 } => $"{Math.Round(span.TotalHours):0} h",
        _ => $"{Math.Round(span.TotalDays):0} d",
    };
}
