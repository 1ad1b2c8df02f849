namespace Webhook.Messages;

/// <summary>A learner completed a lesson: one event for one subscription.</summary>
/// <param name="SubscriptionId">1–128 of <c>A–Z a–z 0–9 . _ -</c>, first a letter or digit.</param>
/// <param name="EventId">
/// 1–128 of <c>A–Z a–z 0–9 _ : -</c>, chosen by the sender. Sending an event again under its id is safe; another event needs
/// another id.
/// </param>
/// <param name="User">The learner.</param>
/// <param name="Lesson">The lesson.</param>
/// <param name="CompletedAt">When it was completed; sent as UTC.</param>
public sealed record LessonCompleted(string SubscriptionId, string EventId, User User, Lesson Lesson, DateTimeOffset CompletedAt)
{
    /// <summary>0–100, written as it is (<c>100.0</c> stays <c>100.0</c>); null when there is none.</summary>
    public decimal? ScorePercent { get; init; }

    /// <summary>When it was started; null when unknown.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was assigned; null when it was not.</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>Absolute http or https URL of the report card; null when there is none.</summary>
    public string? ReportCardUrl { get; init; }
}
