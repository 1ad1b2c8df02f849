using System.Text.Json;
using System.Text.Json.Serialization;

namespace Webhook.Cluster.Subscriptions.Serialization;

/// <summary>
/// How a secret stands in records and messages: sealed as <c>{"sealed":…}</c>. What earlier versions wrote in clear, as
/// <c>{"value":…}</c>, is still read. Nothing writes it any more, whatever the caller forgot.
/// </summary>
internal sealed class SecretConverter : JsonConverter<Secret>
{
    private const string Sealed = "sealed";
    private const string InClear = "value";

    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        var isSealed = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(Sealed, out _);
        if (json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty(isSealed ? Sealed : InClear, out var text)
            || text.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("A secret is neither sealed nor in clear.");
        }

        return new Secret(text.GetString()!) { IsSealed = isSealed };
    }

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options)
    {
        if (!value.IsSealed)
        {
            throw new InvalidOperationException("A secret in clear is never written; seal it first.");
        }

        writer.WriteStartObject();
        writer.WriteString(Sealed, value.Value);
        writer.WriteEndObject();
    }
}
