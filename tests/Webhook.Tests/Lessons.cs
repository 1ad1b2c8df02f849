using Webhook.Messages;

namespace Webhook.Tests;

/// <summary>Events for tests.</summary>
internal static class Lessons
{
    /// <summary>The design's sample payload.</summary>
    public static LessonCompleted Sample(string subscriptionId, string eventId) => new(
        subscriptionId,
        eventId,
        new User("1", "Sample Sampleson", "sample@example.com")
        {
            ExtUid = "1234567890",
            CustomFields = new CustomFields().Add("Custom Field Name", "Custom Field Value"),
        },
        new Lesson("1000", "A Sample Lesson") { RetakeScore = 85 },
        new DateTimeOffset(2015, 4, 28, 14, 36, 24, TimeSpan.Zero))
    {
        ScorePercent = 100.0m,
        StartedAt = new DateTimeOffset(2015, 4, 28, 14, 36, 22, TimeSpan.Zero),
        AssignedAt = new DateTimeOffset(2015, 4, 28, 16, 36, 18, TimeSpan.FromHours(2)),
        ReportCardUrl = "https://example.com/report_cards/1",
    };
}
