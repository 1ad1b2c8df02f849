using System.Text.Json;

namespace Webhook.Messages;

/// <summary>A field that is known: either how its value is copied, or the fields of the object that it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Copy">Writes its value, or says what is wrong with it.</param>
/// <param name="Fields">The fields of the object that it is.</param>
internal sealed record PayloadField(string Name, bool Required, PayloadField.CopyValue? Copy, PayloadField[]? Fields)
{
    private static readonly PayloadField[] OfUser =
    [
        new("ext_uid", false, FieldRules.Text),
        new("id", true, FieldRules.Text),
        new("name", true, FieldRules.Text),
        new("email", true, FieldRules.TextOrEmpty),
        new("custom_fields", false, FieldRules.AnyObject),
    ];

    private static readonly PayloadField[] OfLesson =
    [
        new("id", true, FieldRules.Text),
        new("title", true, FieldRules.Text),
        new("retake_score", false, FieldRules.WholePercent),
    ];

    /// <summary>The payload's own, in the order of its one form.</summary>
    public static readonly PayloadField[] OfPayload =
    [
        new("user", true, OfUser),
        new("lesson", true, OfLesson),
        new("score_percent", false, FieldRules.Percent),
        new("started_at", false, FieldRules.Date),
        new("completed_at", true, FieldRules.Date),
        new("assigned_at", false, FieldRules.Date),
        new("report_card_url", false, FieldRules.WebAddress),
    ];

    private PayloadField(string name, bool required, CopyValue copy)
        : this(name, required, copy, null)
    {
    }

    private PayloadField(string name, bool required, PayloadField[] fields)
        : this(name, required, null, fields)
    {
    }

    /// <summary>Writes a value where its name stands already, or says what is wrong with it.</summary>
    public delegate string? CopyValue(ReadOnlyMemory<byte> value, Utf8JsonWriter writer);

    /// <summary>The name as it is written.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);
}
