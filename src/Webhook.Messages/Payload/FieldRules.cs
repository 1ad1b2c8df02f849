using System.Text.Json;

namespace Webhook.Messages;

/// <summary>What a field's value may be. Each rule writes a good value to where the field's name stands already, or says what is wrong and what would be right.</summary>
internal static class FieldRules
{
    private const string BrokenText = "It is not whole Unicode (half a surrogate pair or broken UTF-8); mend it.";

    /// <summary>Text that is not empty.</summary>
    public static string? Text(JsonElement value, Utf8JsonWriter writer) =>
        value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8) ? "It is empty; give at least one character." : TextOrEmpty(value, writer);

    /// <summary>Text that may be empty.</summary>
    public static string? TextOrEmpty(JsonElement value, Utf8JsonWriter writer) =>
        value.ValueKind == JsonValueKind.String ? CopyWhole(value, writer, BrokenText) : $"It is {Kind(value)}; give text.";

    /// <summary>An object of any values, written as it was but for white space.</summary>
    public static string? AnyObject(JsonElement value, Utf8JsonWriter writer) =>
        value.ValueKind == JsonValueKind.Object
            ? CopyWhole(value, writer, "A text in it is not whole Unicode (half a surrogate pair); mend it.")
            : $"It is {Kind(value)}; give a JSON object.";

    /// <summary>A whole number from 0 to 100.</summary>
    public static string? WholePercent(JsonElement value, Utf8JsonWriter writer)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) || number is < 0 or > 100)
        {
            return $"It is {Shown(value)}; give a whole number from 0 to 100.";
        }

        writer.WriteNumberValue(number);
        return null;
    }

    /// <summary>A decimal number from 0 to 100, its text kept.</summary>
    public static string? Percent(JsonElement value, Utf8JsonWriter writer)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number) || number is < 0 or > 100)
        {
            return $"It is {Shown(value)}; give a number from 0 to 100.";
        }

        writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
        return null;
    }

    /// <summary>A date with time and offset, written as UTC.</summary>
    public static string? Date(JsonElement value, Utf8JsonWriter writer)
    {
        const string remedy = "give ISO 8601 with an offset, such as 2015-04-28T14:36:22Z.";
        if (value.ValueKind != JsonValueKind.String)
        {
            return $"It is {Kind(value)}; {remedy}";
        }

        if (TryText(value, out var text) is { } fault)
        {
            return fault;
        }

        // The framework takes a date without an offset for local time; here it is a fault.
        var hasOffset = text.EndsWith('Z') || (text.Length > 10 && text.AsSpan(10).ContainsAny('+', '-'));
        if (!hasOffset || !value.TryGetDateTimeOffset(out var at))
        {
            return $"It is not a date with time and offset; {remedy}";
        }

        writer.WriteStringValue(PayloadWriter.Utc(at));
        return null;
    }

    /// <summary>An absolute http or https URL.</summary>
    public static string? WebAddress(JsonElement value, Utf8JsonWriter writer)
    {
        if (TryText(value, out var text) is { } fault)
        {
            return fault;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? TextOrEmpty(value, writer)
            : "It is not an absolute http or https URL; write it like https://example.com/report_cards/1.";
    }

    /// <summary>The kind of a value, for people.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    /// <summary>A property's name, also where it is not whole Unicode.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "(a name that is not whole Unicode)";
        }
    }

    private static string Shown(JsonElement value)
    {
        const int shown = 20;
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Kind(value);
        return text.Length <= shown ? text : $"{text[..shown]}…";
    }

    private static string? TryText(JsonElement value, out string text)
    {
        text = "";
        if (value.ValueKind != JsonValueKind.String)
        {
            return $"It is {Kind(value)}; give text.";
        }

        try
        {
            text = value.GetString()!;
            return null;
        }
        catch (InvalidOperationException)
        {
            return BrokenText;
        }
    }

    private static string? CopyWhole(JsonElement value, Utf8JsonWriter writer, string fault)
    {
        try
        {
            value.WriteTo(writer);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return fault;
        }
    }
}
