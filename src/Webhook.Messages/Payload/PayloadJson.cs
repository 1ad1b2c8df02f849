using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Webhook.Messages;

/// <summary>How payloads are written and read.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class PayloadJson : JsonSerializerContext
{
    /// <summary>Escapes what JSON demands and nothing more: receivers see text as it was sent.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How a single text is written: escaped like the rest of the payload.</summary>
    public static readonly PayloadJson Texts = new(new JsonSerializerOptions { Encoder = Writing.Encoder });

    /// <summary>How an object of any values is read. A repeated name must not lose data silently.</summary>
    public static readonly JsonDocumentOptions ReadingAny = new() { AllowDuplicateProperties = false, MaxDepth = Depth };

    private const int Depth = 32;

    /// <summary>A reader at the first token of <paramref name="json"/>.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        reader.Read();
        return reader;
    }
}
