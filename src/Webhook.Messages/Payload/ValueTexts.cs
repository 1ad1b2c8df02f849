using System.Text;
using System.Text.Json;

namespace Webhook.Messages;

/// <summary>Texts of the values that a JSON reader is at.</summary>
internal static class ValueTexts
{
    /// <summary>The kind of the value that the reader is at, for people.</summary>
    public static string Kind(Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    /// <summary>The name that the reader is at, also where it is not whole Unicode.</summary>
    public static string NameOf(ref Utf8JsonReader name)
    {
        try
        {
            return name.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "(a name that is not whole Unicode)";
        }
    }

    /// <summary>The value that the reader is at, for people: a number's beginning, or its kind.</summary>
    public static string Shown(Utf8JsonReader value)
    {
        const int shown = 20;
        var text = value.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(value.ValueSpan) : Kind(value);
        return text.Length <= shown ? text : $"{text[..shown]}…";
    }

    /// <summary>The text that the reader is at, or what is wrong with it.</summary>
    public static string? TryText(Utf8JsonReader value, out string text)
    {
        text = "";
        if (value.TokenType != JsonTokenType.String)
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
            return "It is not whole Unicode (half a surrogate pair or broken UTF-8); mend it.";
        }
    }
}
