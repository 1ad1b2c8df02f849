using System.Text.Json;

namespace Webhook.Messages;

/// <summary>Copies a payload field by field into its one form, and stops at the first fault.</summary>
internal static class PayloadReader
{
    private static readonly Field[] UserFields =
    [
        new("ext_uid", false, FieldRules.Text),
        new("id", true, FieldRules.Text),
        new("name", true, FieldRules.Text),
        new("email", true, FieldRules.TextOrEmpty),
        new("custom_fields", false, FieldRules.AnyObject),
    ];

    private static readonly Field[] LessonFields =
    [
        new("id", true, FieldRules.Text),
        new("title", true, FieldRules.Text),
        new("retake_score", false, FieldRules.WholePercent),
    ];

    private static readonly Field[] TopFields =
    [
        new("user", true, UserFields),
        new("lesson", true, LessonFields),
        new("score_percent", false, FieldRules.Percent),
        new("started_at", false, FieldRules.Date),
        new("completed_at", true, FieldRules.Date),
        new("assigned_at", false, FieldRules.Date),
        new("report_card_url", false, FieldRules.WebAddress),
    ];

    private delegate string? CopyValue(JsonElement value, Utf8JsonWriter writer);

    /// <summary>Writes <paramref name="root"/> to <paramref name="writer"/>; what was written is of no use when there is a fault.</summary>
    public static PayloadFault? Copy(JsonElement root, Utf8JsonWriter writer) => root.ValueKind == JsonValueKind.Object
        ? CopyFields(root, writer, "", TopFields)
        : new PayloadFault("", $"The payload is {FieldRules.Kind(root)}; it must be a JSON object.");

    private static PayloadFault? CopyFields(JsonElement from, Utf8JsonWriter writer, string path, Field[] fields)
    {
        if (Unknown(from, fields) is { } unknown)
        {
            return unknown with { Field = path + unknown.Field };
        }

        writer.WriteStartObject();
        foreach (var field in fields)
        {
            if (CopyField(from, writer, field) is { } fault)
            {
                return fault with { Field = path + fault.Field };
            }
        }

        writer.WriteEndObject();
        return null;
    }

    private static PayloadFault? CopyField(JsonElement from, Utf8JsonWriter writer, Field field)
    {
        var missing = !from.TryGetProperty(field.Encoded.EncodedUtf8Bytes, out var value);
        if (missing || (value.ValueKind == JsonValueKind.Null && (!field.Required || field.Fields is not null)))
        {
            return field.Required ? new PayloadFault(field.Name, "It is missing; it is required.") : null;
        }

        writer.WritePropertyName(field.Encoded);
        if (field.Copy is { } copy)
        {
            return copy(value, writer) is { } detail ? new PayloadFault(field.Name, detail) : null;
        }

        return value.ValueKind == JsonValueKind.Object
            ? CopyFields(value, writer, $"{field.Name}.", field.Fields!)
            : new PayloadFault(field.Name, $"It is {FieldRules.Kind(value)}; it must be an object.");
    }

    private static PayloadFault? Unknown(JsonElement value, Field[] fields)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (!IsKnown(property, fields))
            {
                var known = string.Join(", ", fields.Select(f => f.Name));
                return new PayloadFault(FieldRules.NameOf(property), $"This field is not known here; known are {known}. Own data belongs into user.custom_fields.");
            }
        }

        return null;
    }

    private static bool IsKnown(JsonProperty property, Field[] fields)
    {
        foreach (var field in fields)
        {
            if (property.NameEquals(field.Encoded.EncodedUtf8Bytes))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A field that is known: either how its value is copied, or the fields of the object that it is.</summary>
    private sealed record Field(string Name, bool Required, CopyValue? Copy, Field[]? Fields)
    {
        public Field(string name, bool required, CopyValue copy)
            : this(name, required, copy, null)
        {
        }

        public Field(string name, bool required, Field[] fields)
            : this(name, required, null, fields)
        {
        }

        public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);
    }
}
