using System.Text.Json;

namespace Webhook.Messages;

/// <summary>
/// What a field's value may be. Each rule gets a value's JSON, well-formed and UTF-8, and writes a good one to where the field's name stands
/// already, or says what is wrong and what would be right.
/// </summary>
internal static class FieldRules
{
    /// <summary>Text that is not empty.</summary>
    public static string? Text(ReadOnlyMemory<byte> value, Utf8JsonWriter writer) =>
        value.Span.SequenceEqual("\"\""u8) ? "It is empty; give at least one character." : TextOrEmpty(value, writer);

    /// <summary>Text that may be empty.</summary>
    public static string? TextOrEmpty(ReadOnlyMemory<byte> value, Utf8JsonWriter writer)
    {
        var reader = PayloadJson.Open(value.Span);
        if (reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false })
        {
            writer.WriteStringValue(reader.ValueSpan);
            return null;
        }

        if (ValueTexts.TryText(reader, out var text) is { } fault)
        {
            return fault;
        }

        writer.WriteStringValue(text);
        return null;
    }

    /// <summary>An object of any values, written as it was but for white space.</summary>
    public static string? AnyObject(ReadOnlyMemory<byte> value, Utf8JsonWriter writer)
    {
        var reader = PayloadJson.Open(value.Span);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return $"It is {ValueTexts.Kind(reader)}; give a JSON object.";
        }

        try
        {
            using var document = JsonDocument.Parse(value, PayloadJson.ReadingAny);
            document.RootElement.WriteTo(writer);
            return null;
        }
        catch (JsonException)
        {
            return "An object in it has a name twice; give each once.";
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return "A text in it is not whole Unicode (half a surrogate pair); mend it.";
        }
    }

    /// <summary>A whole number from 0 to 100.</summary>
    public static string? WholePercent(ReadOnlyMemory<byte> value, Utf8JsonWriter writer)
    {
        var reader = PayloadJson.Open(value.Span);
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var number) || number is < 0 or > 100)
        {
            return $"It is {ValueTexts.Shown(reader)}; give a whole number from 0 to 100.";
        }

        writer.WriteNumberValue(number);
        return null;
    }

    /// <summary>A decimal number from 0 to 100, its text kept.</summary>
    public static string? Percent(ReadOnlyMemory<byte> value, Utf8JsonWriter writer)
    {
        var reader = PayloadJson.Open(value.Span);
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out var number) || number is < 0 or > 100)
        {
            return $"It is {ValueTexts.Shown(reader)}; give a number from 0 to 100.";
        }

        writer.WriteRawValue(value.Span, skipInputValidation: true);
        return null;
    }

    /// <summary>A date with time and offset, written as UTC.</summary>
    public static string? Date(ReadOnlyMemory<byte> value, Utf8JsonWriter writer)
    {
        const string remedy = "give ISO 8601 with an offset, such as 2015-04-28T14:36:22Z.";
        var reader = PayloadJson.Open(value.Span);
        if (reader.TokenType != JsonTokenType.String)
        {
            return $"It is {ValueTexts.Kind(reader)}; {remedy}";
        }

        if (ValueTexts.TryText(reader, out var text) is { } fault)
        {
            return fault;
        }

        // The framework takes a date without an offset for local time; here it is a fault.
        var hasOffset = text.EndsWith('Z') || (text.Length > 10 && text.AsSpan(10).ContainsAny('+', '-'));
        if (!hasOffset || !reader.TryGetDateTimeOffset(out var at))
        {
            return $"It is not a date with time and offset; {remedy}";
        }

        PayloadWriter.WriteUtc(writer, at);
        return null;
    }

    /// <summary>An absolute http or https URL.</summary>
    public static string? WebAddress(ReadOnlyMemory<byte> value, Utf8JsonWriter writer)
    {
        if (ValueTexts.TryText(PayloadJson.Open(value.Span), out var text) is { } fault)
        {
            return fault;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? TextOrEmpty(value, writer)
            : "It is not an absolute http or https URL; write it like https://example.com/report_cards/1.";
    }
}
