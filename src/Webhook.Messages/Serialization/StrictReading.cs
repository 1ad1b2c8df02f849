using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Webhook.Messages.Serialization;

/// <summary>Reads only what the writer can have written, where the framework's reader would make half an object of less.</summary>
internal static class StrictReading
{
    private static readonly FiniteNumber Finite = new();

    /// <summary><paramref name="json"/> for reading; writing goes on without it, on the compiler's own path.</summary>
    public static JsonTypeInfo<T> Of<T>(JsonTypeInfo<T> json)
    {
        var options = new JsonSerializerOptions(json.Options) { TypeInfoResolver = json.OriginatingResolver!.WithAddedModifier(Tighten) };
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    private static void Tighten(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            // What may not be null may not be missing either. A field that was added later is nullable or has a default, and may be.
            property.IsRequired |= !property.PropertyType.IsValueType && property.AssociatedParameter is { IsNullable: false, HasDefaultValue: false };
            property.CustomConverter ??= property.PropertyType == typeof(double) ? Finite : null;
        }
    }

    /// <summary>Refuses a number such as 1e999, which is read as infinity and could never be written again.</summary>
    private sealed class FiniteNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDouble() is var number && double.IsFinite(number) ? number : throw new JsonException("A number is beyond all bounds.");

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
