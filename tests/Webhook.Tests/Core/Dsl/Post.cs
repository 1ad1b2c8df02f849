using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Tests.Core.Dsl;

/// <summary>One POST that was started, or that waits for a place.</summary>
internal sealed class Post(Attempt attempt, SubscriptionSettings settings, Retry? retry)
{
    public Attempt Attempt { get; } = attempt;

    public string EventId => Attempt.EventId;

    /// <summary>The settings it goes out under.</summary>
    public SubscriptionSettings Settings { get; } = settings;

    /// <summary>The retry that it is; null when nothing failed before it.</summary>
    public Retry? Retry { get; } = retry;

    /// <summary>By the wall clock; null while it waits for a place.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>By the clock that never jumps.</summary>
    public TimeSpan StartedAfter { get; private set; }

    public bool IsWithdrawn { get; set; }

    /// <summary>Whether it ended, or was lost with the process.</summary>
    public bool IsOver { get; set; }

    public void Start(DateTimeOffset now, TimeSpan elapsed) => (StartedAt, StartedAfter) = (now, elapsed);
}
