using System.Text.Json;

namespace Webhook.Messages;

/// <summary>
/// Copies a payload field by field into its one form, and stops at the first fault. Nothing is built from the JSON: a pass notes
/// where each known field's value lies, whatever the order, and the values are copied from there.
/// </summary>
internal static class PayloadReader
{
    /// <summary>Writes <paramref name="json"/> to <paramref name="writer"/>; what was written is of no use when there is a fault.</summary>
    /// <exception cref="JsonException">It is not well-formed.</exception>
    /// <exception cref="InvalidOperationException">A name is not whole Unicode.</exception>
    public static PayloadFault? Copy(ReadOnlyMemory<byte> json, Utf8JsonWriter writer)
    {
        var root = PayloadJson.Open(json.Span);
        return root.TokenType == JsonTokenType.StartObject
            ? CopyFields(json, writer, "", PayloadField.OfPayload)
            : new PayloadFault("", $"The payload is {ValueTexts.Kind(root)}; it must be a JSON object.");
    }

    private static PayloadFault? CopyFields(ReadOnlyMemory<byte> from, Utf8JsonWriter writer, string path, PayloadField[] fields)
    {
        Span<Range> values = stackalloc Range[fields.Length];
        values.Clear();
        if (Find(from.Span, fields, values) is { } misnamed)
        {
            return misnamed with { Field = path + misnamed.Field };
        }

        writer.WriteStartObject();
        for (var i = 0; i < fields.Length; i++)
        {
            if (CopyField(from[values[i]], writer, fields[i]) is { } fault)
            {
                return fault with { Field = path + fault.Field };
            }
        }

        writer.WriteEndObject();
        return null;
    }

    /// <summary>Copies a field's value, which is empty where the field is missing.</summary>
    private static PayloadFault? CopyField(ReadOnlyMemory<byte> value, Utf8JsonWriter writer, PayloadField field)
    {
        var isNull = !value.IsEmpty && value.Span[0] == (byte)'n';
        if (value.IsEmpty || (isNull && (!field.Required || field.Fields is not null)))
        {
            return field.Required ? new PayloadFault(field.Name, "It is missing; it is required.") : null;
        }

        writer.WritePropertyName(field.Encoded);
        if (field.Copy is { } copy)
        {
            return copy(value, writer) is { } detail ? new PayloadFault(field.Name, detail) : null;
        }

        var reader = PayloadJson.Open(value.Span);
        return reader.TokenType == JsonTokenType.StartObject
            ? CopyFields(value, writer, $"{field.Name}.", field.Fields!)
            : new PayloadFault(field.Name, $"It is {ValueTexts.Kind(reader)}; it must be an object.");
    }

    /// <summary>Notes in <paramref name="values"/> where the value of each of <paramref name="fields"/> lies in an object; reads to its end, whatever it finds.</summary>
    private static PayloadFault? Find(ReadOnlySpan<byte> from, PayloadField[] fields, Span<Range> values)
    {
        PayloadFault? fault = null;
        var reader = PayloadJson.Open(from);
        for (var expected = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; expected++)
        {
            var place = PlaceOf(ref reader, fields, expected);
            if (place < 0)
            {
                fault ??= Unknown(ref reader, fields);
            }
            else if (!values[place].Equals(default))
            {
                fault ??= new PayloadFault(fields[place].Name, "It is given twice; give it once.");
            }

            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (place >= 0)
            {
                values[place] = start..(int)reader.BytesConsumed;
                expected = place;
            }
        }

        // Nothing may follow the object.
        reader.Read();
        return fault;
    }

    /// <summary>The place of the field whose name the reader is at, looked for from the one that is expected; -1 for none.</summary>
    private static int PlaceOf(ref Utf8JsonReader name, PayloadField[] fields, int expected)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            var place = (expected + i) % fields.Length;
            if (name.ValueTextEquals(fields[place].Encoded.EncodedUtf8Bytes))
            {
                return place;
            }
        }

        return -1;
    }

    private static PayloadFault Unknown(ref Utf8JsonReader name, PayloadField[] fields)
    {
        var known = string.Join(", ", fields.Select(f => f.Name));
        return new PayloadFault(ValueTexts.NameOf(ref name), $"This field is not known here; known are {known}. Own data belongs into user.custom_fields.");
    }
}
