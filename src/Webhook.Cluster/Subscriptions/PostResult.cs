using System.Text.Json.Serialization;

namespace Webhook.Cluster.Subscriptions;

/// <summary>The three outcomes of an attempt.</summary>
public enum Outcome
{
    /// <summary>The endpoint answered 2xx.</summary>
    Delivered,

    /// <summary>The endpoint is well and dislikes this event.</summary>
    Refused,

    /// <summary>Everything else: the endpoint, or the way to it, is not well.</summary>
    Failed,
}

/// <summary>How one POST ended.</summary>
/// <param name="Outcome">The outcome by status or error alone, before any rule that looks at other events.</param>
/// <param name="Status">The HTTP status, or null when none arrived.</param>
/// <param name="Error">Why it failed, in a sentence for people; null when a status says it all.</param>
/// <param name="Excerpt">At most 256 bytes of the response body as text, secrets struck out.</param>
/// <param name="RetryAfter">What a 429 or 503 asked for, not capped; null otherwise.</param>
/// <param name="TimedOut">Whether the deadline ended it.</param>
/// <param name="StartedAt">When the POST began, UTC.</param>
/// <param name="Duration">From its begin to its end.</param>
public sealed record PostResult(
    Outcome Outcome,
    int? Status,
    string? Error,
    string Excerpt,
    TimeSpan? RetryAfter,
    bool TimedOut,
    DateTimeOffset StartedAt,
    TimeSpan Duration)
{
    /// <summary>When the POST ended, UTC.</summary>
    [JsonIgnore]
    public DateTimeOffset EndedAt => StartedAt + Duration;
}
