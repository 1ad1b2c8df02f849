using System.Text;
using System.Text.Json;

namespace Webhook.Messages;

/// <summary>A field that is known: either how its value is copied, or the fields of the object that it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Copy">Writes its value, or says what is wrong with it.</param>
/// <param name="PlainLength">Knows the plain case of its value.</param>
/// <param name="Fields">The fields of the object that it is.</param>
internal sealed record PayloadField(string Name, bool Required, PayloadField.CopyValue? Copy, PayloadField.LengthOfPlain? PlainLength, PayloadField[]? Fields)
{
    private static readonly PayloadField[] OfUser =
    [
        new("ext_uid", false, FieldRules.Text, PlainValues.Text),
        new("id", true, FieldRules.Text, PlainValues.Text),
        new("name", true, FieldRules.Text, PlainValues.Text),
        new("email", true, FieldRules.TextOrEmpty, PlainValues.TextOrEmpty),
        new("custom_fields", false, FieldRules.AnyObject, PlainValues.AnyObject),
    ];

    private static readonly PayloadField[] OfLesson =
    [
        new("id", true, FieldRules.Text, PlainValues.Text),
        new("title", true, FieldRules.Text, PlainValues.Text),
        new("retake_score", false, FieldRules.WholePercent, PlainNumbers.WholePercent),
    ];

    /// <summary>The payload's own, in the order of its one form.</summary>
    public static readonly PayloadField[] OfPayload =
    [
        new("user", true, OfUser),
        new("lesson", true, OfLesson),
        new("score_percent", false, FieldRules.Percent, PlainNumbers.Percent),
        new("started_at", false, FieldRules.Date, PlainValues.Date),
        new("completed_at", true, FieldRules.Date, PlainValues.Date),
        new("assigned_at", false, FieldRules.Date, PlainValues.Date),
        new("report_card_url", false, FieldRules.WebAddress, PlainValues.WebAddress),
    ];

    private PayloadField(string name, bool required, CopyValue copy, LengthOfPlain plainLength)
        : this(name, required, copy, plainLength, null)
    {
    }

    private PayloadField(string name, bool required, PayloadField[] fields)
        : this(name, required, null, null, fields)
    {
    }

    /// <summary>Writes a value where its name stands already, or says what is wrong with it.</summary>
    public delegate string? CopyValue(ReadOnlyMemory<byte> value, Utf8JsonWriter writer);

    /// <summary>The length of a value at the start of the bytes; 0 where it is not plain.</summary>
    public delegate int LengthOfPlain(ReadOnlySpan<byte> from);

    /// <summary>The name as it is written.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);

    /// <summary>What stands before the value.</summary>
    public byte[] Opening { get; } = Encoding.UTF8.GetBytes($"\"{Name}\":");
}
