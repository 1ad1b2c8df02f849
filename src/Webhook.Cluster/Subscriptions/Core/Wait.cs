namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>A span of time that must pass, fixed by both its ends so that a clock that jumps cannot lengthen it.</summary>
/// <param name="From">When the wait was recorded, UTC.</param>
/// <param name="Until">When it is over, UTC; not before <paramref name="From"/>.</param>
public readonly record struct Wait(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>What is left at <paramref name="now"/>: never negative, never more than the whole.</summary>
    public TimeSpan Remaining(DateTimeOffset now)
    {
        var left = Until - now;
        var whole = Until - From;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < whole ? left : whole;
    }

    /// <summary>Whether it is over at <paramref name="now"/>.</summary>
    public bool IsOver(DateTimeOffset now) => now >= Until;
}
