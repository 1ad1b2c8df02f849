using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Webhook.Messages;

/// <summary>The body of a POST: rendered from a typed event, or brought into its one form from JSON.</summary>
public static class LessonPayload
{
    /// <summary>Where a thread brings payloads into their one form; grows to the largest that it saw, which is bounded.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _copied;

    /// <summary>Renders <paramref name="lesson"/> without checking it.</summary>
    /// <exception cref="ArgumentException">A text holds half a surrogate pair.</exception>
    public static byte[] Render(LessonCompleted lesson)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, PayloadJson.Writing))
        {
            PayloadWriter.Write(writer, lesson);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary><paramref name="lesson"/> as it crosses the wire.</summary>
    public static RenderedEvent ToRendered(LessonCompleted lesson)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        return new RenderedEvent(lesson.SubscriptionId, lesson.EventId, Render(lesson));
    }

    /// <summary>Checks <paramref name="json"/> and brings it into its one form. Never throws, whatever the bytes.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="canonical">
    /// The same data in the one form: fields in order, null fields left out, dates as UTC, numbers' text and custom fields as
    /// they were. Null when there is a fault.
    /// </param>
    /// <returns>The first fault, or null.</returns>
    public static PayloadFault? Parse(ReadOnlyMemory<byte> json, out byte[]? canonical)
    {
        canonical = null;
        if (!TryOpen(json, out var document, out var malformed))
        {
            return malformed;
        }

        using (document)
        {
            var buffer = _copied ??= new ArrayBufferWriter<byte>(1024);
            buffer.ResetWrittenCount();
            var fault = Copy(document.RootElement, buffer);

            if (fault is null && buffer.WrittenCount > Limits.PayloadBytes)
            {
                fault = new PayloadFault("", $"The payload has {buffer.WrittenCount} bytes; at most {Limits.PayloadBytes} are taken.", TooLarge: true);
            }

            canonical = fault is null ? buffer.WrittenSpan.ToArray() : null;
            return fault;
        }
    }

    private static PayloadFault? Copy(JsonElement root, ArrayBufferWriter<byte> buffer)
    {
        using var writer = new Utf8JsonWriter(buffer, PayloadJson.Writing);
        try
        {
            return PayloadReader.Copy(root, writer);
        }
        catch (InvalidOperationException)
        {
            return new PayloadFault("", "The name of a field is not whole Unicode (half a surrogate pair or broken UTF-8); mend it.");
        }
    }

    private static bool TryOpen(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out JsonDocument? document, out PayloadFault? fault)
    {
        // Room for white space and escapes that the one form does without; beyond that reading is not worth its cost.
        const int longest = 4 * Limits.PayloadBytes;
        document = null;
        fault = null;
        if (json.Length > longest)
        {
            fault = new PayloadFault("", $"The payload has {json.Length} bytes; at most {Limits.PayloadBytes} are taken.", TooLarge: true);
            return false;
        }

        if (!Utf8.IsValid(json.Span))
        {
            // The reader would put a replacement character in the place of a broken one, and so change the data silently.
            fault = new PayloadFault("", "The payload is not whole UTF-8; encode it as UTF-8 and send it again.");
            return false;
        }

        try
        {
            document = JsonDocument.Parse(json, PayloadJson.Reading);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            var place = e is JsonException { LineNumber: { } line, BytePositionInLine: { } column } ? $" (line {line + 1}, byte {column + 1})" : "";
            fault = new PayloadFault("", $"The payload is not well-formed JSON, is nested too deep or repeats a name{place}; mend it and send it again.");
            return false;
        }
    }
}
