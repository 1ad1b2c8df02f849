using System.Text.Json;
using System.Text.Unicode;

namespace Webhook.Messages;

/// <summary>The body of a POST: rendered from a typed event, or brought into its one form from JSON.</summary>
public static class LessonPayload
{
    /// <summary>Renders <paramref name="lesson"/> without checking it.</summary>
    /// <exception cref="ArgumentException">A text holds half a surrogate pair.</exception>
    public static byte[] Render(LessonCompleted lesson)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        PayloadWriter.Write(PayloadBuffer.Begin(), lesson);
        return PayloadBuffer.End().ToArray();
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
        // Room for white space and escapes that the one form does without; beyond that reading is not worth its cost.
        const int longest = 4 * Limits.PayloadBytes;
        if (json.Length > longest)
        {
            return TooLarge(json.Length);
        }

        if (!Utf8.IsValid(json.Span))
        {
            // The reader would put a replacement character in the place of a broken one, and so change the data silently.
            return new PayloadFault("", "The payload is not whole UTF-8; encode it as UTF-8 and send it again.");
        }

        if (Copy(json, PayloadBuffer.Begin()) is { } fault)
        {
            return fault;
        }

        var written = PayloadBuffer.End();
        if (written.Length > Limits.PayloadBytes)
        {
            return TooLarge(written.Length);
        }

        canonical = written.ToArray();
        return null;
    }

    private static PayloadFault? Copy(ReadOnlyMemory<byte> json, Utf8JsonWriter writer)
    {
        try
        {
            return PayloadReader.Copy(json, writer);
        }
        catch (InvalidOperationException)
        {
            return new PayloadFault("", "The name of a field is not whole Unicode (half a surrogate pair or broken UTF-8); mend it.");
        }
        catch (JsonException e)
        {
            var place = e is { LineNumber: { } line, BytePositionInLine: { } column } ? $" (line {line + 1}, byte {column + 1})" : "";
            return new PayloadFault("", $"The payload is not well-formed JSON or is nested too deep{place}; mend it and send it again.");
        }
    }

    private static PayloadFault TooLarge(int bytes) =>
        new("", $"The payload has {bytes} bytes; at most {Limits.PayloadBytes} are taken.", TooLarge: true);
}
