using System.Globalization;
using System.Text.Json;

namespace Webhook.Messages;

/// <summary>Writes a typed event in the payload's one form.</summary>
internal static class PayloadWriter
{
    public static void Write(Utf8JsonWriter writer, LessonCompleted lesson)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("user");
        WriteText(writer, "ext_uid", lesson.User.ExtUid);
        WriteText(writer, "id", lesson.User.Id);
        WriteText(writer, "name", lesson.User.Name);
        WriteText(writer, "email", lesson.User.Email);
        if (lesson.User.CustomFields is { } fields)
        {
            writer.WriteStartObject("custom_fields");
            foreach (var (name, json) in fields.Fields)
            {
                writer.WritePropertyName(WholeText.Check(name));
                writer.WriteRawValue(json, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("lesson");
        WriteText(writer, "id", lesson.Lesson.Id);
        WriteText(writer, "title", lesson.Lesson.Title);
        if (lesson.Lesson.RetakeScore is { } retake)
        {
            writer.WriteNumber("retake_score", retake);
        }

        writer.WriteEndObject();
        if (lesson.ScorePercent is { } score)
        {
            writer.WriteNumber("score_percent", score);
        }

        WriteDate(writer, "started_at", lesson.StartedAt);
        WriteDate(writer, "completed_at", lesson.CompletedAt);
        WriteDate(writer, "assigned_at", lesson.AssignedAt);
        WriteText(writer, "report_card_url", lesson.ReportCardUrl);
        writer.WriteEndObject();
    }

    /// <summary>Writes ISO 8601 in UTC, with a fraction of a second only where there is one.</summary>
    public static void WriteUtc(Utf8JsonWriter writer, DateTimeOffset at)
    {
        Span<byte> text = stackalloc byte["yyyy-MM-ddTHH:mm:ss.fffffffZ".Length];
        var utc = at.UtcDateTime;
        int length;
        if (utc.Ticks % TimeSpan.TicksPerSecond == 0)
        {
            utc.TryFormat(text, out length, "s", CultureInfo.InvariantCulture);
            text[length++] = (byte)'Z';
        }
        else
        {
            utc.TryFormat(text, out length, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        }

        writer.WriteStringValue(text[..length]);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, WholeText.Check(value));
        }
    }

    private static void WriteDate(Utf8JsonWriter writer, string name, DateTimeOffset? at)
    {
        if (at is { } value)
        {
            writer.WritePropertyName(name);
            WriteUtc(writer, value);
        }
    }
}
