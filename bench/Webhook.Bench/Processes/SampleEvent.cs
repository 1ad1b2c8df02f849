using Webhook.Messages;

namespace Webhook.Bench.Processes;

/// <summary>The event that all scenarios send; its payload has about 600 bytes.</summary>
internal static class SampleEvent
{
    private static readonly DateTimeOffset Completed = new(2015, 4, 28, 14, 36, 24, TimeSpan.Zero);
    private static readonly CustomFields Fields = new CustomFields()
        .Add("Custom Field Name", "Custom Field Value")
        .Add("Department", "Research and Development")
        .Add("Location", "Building 7, second floor")
        .Add("Cost centre", 4711);

    public static LessonCompleted Of(string subscription, long number) => new(
        subscription,
        EventIds.Of(number),
        new User("1", "Sample Sampleson", "sample@example.com") { ExtUid = "1234567890", CustomFields = Fields },
        new Lesson("1000", "A Sample Lesson") { RetakeScore = 85 },
        Completed)
    {
        ScorePercent = 100.0m,
        StartedAt = Completed.AddSeconds(-2),
        AssignedAt = Completed.AddSeconds(-6),
        ReportCardUrl = "https://example.com/report_cards/1",
    };
}
