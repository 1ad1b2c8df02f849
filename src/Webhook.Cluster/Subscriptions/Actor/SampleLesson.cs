namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>The payload of a test POST: plainly not a real learner's.</summary>
internal static class SampleLesson
{
    /// <summary>The rendered body.</summary>
    public static readonly ReadOnlyMemory<byte> Payload = """
        {"user":{"ext_uid":"1234567890","id":"1","name":"Sample Sampleson","email":"sample@example.com","custom_fields":{"Custom Field Name":"Custom Field Value"}},"lesson":{"id":"1000","title":"A Sample Lesson","retake_score":85},"score_percent":100.0,"started_at":"2015-04-28T14:36:22Z","completed_at":"2015-04-28T14:36:24Z","assigned_at":"2015-04-28T14:36:18Z","report_card_url":"https://example.com/report_cards/1"}
        """u8.ToArray();
}
