using System.Text.Json.Serialization;

namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>One attempt that ended, as it is recorded and shown.</summary>
/// <param name="EventId">The event that was POSTed.</param>
/// <param name="PayloadAt">Sequence number of the journal record that carries the event's payload.</param>
/// <param name="StartedAt">When the POST began, UTC.</param>
/// <param name="DurationMs">From its begin to its end, in milliseconds.</param>
/// <param name="Outcome">The outcome after all rules; a refusal may count as failed.</param>
/// <param name="Status">The HTTP status, or null when none arrived.</param>
/// <param name="Error">Why it failed, in a sentence; null when a status says it all.</param>
/// <param name="Excerpt">At most 256 bytes of the answer, secrets struck out; null when it was empty.</param>
/// <param name="TimedOut">Whether the deadline ended it.</param>
public sealed record AttemptRecord(
    string EventId,
    long PayloadAt,
    DateTimeOffset StartedAt,
    double DurationMs,
    Outcome Outcome,
    int? Status,
    string? Error,
    string? Excerpt,
    bool TimedOut)
{
    /// <summary>What went wrong, in words; null when it was delivered.</summary>
    [JsonIgnore]
    public string? Problem => Outcome == Outcome.Delivered ? null : Error ?? $"The endpoint answered {Status}.";

    /// <summary>The record of <paramref name="result"/>, with the outcome that the rules made of it.</summary>
    public static AttemptRecord From(Attempt attempt, PostResult result, Outcome outcome) => new(
        attempt.EventId,
        attempt.PayloadAt,
        result.StartedAt,
        Math.Round(result.Duration.TotalMilliseconds, 3),
        outcome,
        result.Status,
        result.Error,
        result.Excerpt.Length == 0 ? null : result.Excerpt,
        result.TimedOut);
}
