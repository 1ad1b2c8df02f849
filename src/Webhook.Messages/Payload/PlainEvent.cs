namespace Webhook.Messages;

/// <summary>
/// Tells of a typed event that every rule of <see cref="FieldRules"/> holds, without reading what was rendered from it. It knows the
/// plain cases only; in all others reading tells whether there is a fault, and which.
/// </summary>
internal static class PlainEvent
{
    /// <summary>Whether nothing can be wrong with <paramref name="payload"/>, which was rendered from <paramref name="lesson"/>.</summary>
    public static bool IsValid(LessonCompleted lesson, ReadOnlyMemory<byte> payload) =>
        payload.Length <= Limits.PayloadBytes
        && lesson.User is { Id.Length: > 0, Name.Length: > 0, Email: not null, ExtUid: null or { Length: > 0 }, CustomFields: null or { IsPlain: true } }
        && lesson.Lesson is { Id.Length: > 0, Title.Length: > 0, RetakeScore: null or (>= 0 and <= 100) }
        && lesson.ScorePercent is null or (>= 0 and <= 100)
        && (lesson.ReportCardUrl is null || FieldRules.IsWebAddress(lesson.ReportCardUrl));
}
