using System.Text.Json;

namespace Webhook.Messages;

/// <summary>Copies a payload field by field into its one form, and stops at the first fault.</summary>
internal static class PayloadReader
{
    private delegate string? CopyValue(JsonElement value, Utf8JsonWriter writer, string name);

    private static readonly (string Name, bool Required, CopyValue Copy)[] UserFields =
    [
        ("ext_uid", false, FieldRules.Text),
        ("id", true, FieldRules.Text),
        ("name", true, FieldRules.Text),
        ("email", true, FieldRules.TextOrEmpty),
        ("custom_fields", false, FieldRules.AnyObject),
    ];

    private static readonly (string Name, bool Required, CopyValue Copy)[] LessonFields =
    [
        ("id", true, FieldRules.Text),
        ("title", true, FieldRules.Text),
        ("retake_score", false, FieldRules.WholePercent),
    ];

    private static readonly (string Name, bool Required, CopyValue Copy)[] RestFields =
    [
        ("score_percent", false, FieldRules.Percent),
        ("started_at", false, FieldRules.Date),
        ("completed_at", true, FieldRules.Date),
        ("assigned_at", false, FieldRules.Date),
        ("report_card_url", false, FieldRules.WebAddress),
    ];

    private static readonly string[] TopNames = ["user", "lesson", .. RestFields.Select(f => f.Name)];

    /// <summary>Writes <paramref name="root"/> to <paramref name="writer"/>; what was written is of no use when there is a fault.</summary>
    public static PayloadFault? Copy(JsonElement root, Utf8JsonWriter writer)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new PayloadFault("", $"The payload is {FieldRules.Kind(root)}; it must be a JSON object.");
        }

        if (Unknown(root, TopNames) is { } unknown)
        {
            return NotKnown("", unknown, TopNames);
        }

        writer.WriteStartObject();
        var fault = CopyObject(root, writer, "user", UserFields)
            ?? CopyObject(root, writer, "lesson", LessonFields)
            ?? CopyFields(root, writer, "", RestFields);
        writer.WriteEndObject();
        return fault;
    }

    private static PayloadFault? CopyObject(JsonElement root, Utf8JsonWriter writer, string name, (string Name, bool Required, CopyValue Copy)[] fields)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return new PayloadFault(name, "It is missing; it is required.");
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return new PayloadFault(name, $"It is {FieldRules.Kind(value)}; it must be an object.");
        }

        var names = fields.Select(f => f.Name).ToArray();
        if (Unknown(value, names) is { } unknown)
        {
            return NotKnown($"{name}.", unknown, names);
        }

        writer.WriteStartObject(name);
        var fault = CopyFields(value, writer, $"{name}.", fields);
        writer.WriteEndObject();
        return fault;
    }

    private static PayloadFault? CopyFields(JsonElement from, Utf8JsonWriter writer, string path, (string Name, bool Required, CopyValue Copy)[] fields)
    {
        foreach (var (name, required, copy) in fields)
        {
            if (!from.TryGetProperty(name, out var value) || (value.ValueKind == JsonValueKind.Null && !required))
            {
                if (required)
                {
                    return new PayloadFault(path + name, "It is missing; it is required.");
                }

                continue;
            }

            if (copy(value, writer, name) is { } detail)
            {
                return new PayloadFault(path + name, detail);
            }
        }

        return null;
    }

    private static string? Unknown(JsonElement value, string[] names)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (!Array.Exists(names, property.NameEquals))
            {
                return FieldRules.NameOf(property);
            }
        }

        return null;
    }

    private static PayloadFault NotKnown(string path, string name, string[] names) =>
        new(path + name, $"This field is not known here; known are {string.Join(", ", names)}. Own data belongs into user.custom_fields.");
}
