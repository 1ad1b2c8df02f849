using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Webhook.Cluster.Api.Problems;

/// <summary>A request body, read whole and checked before anything is made of it.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The body's bytes, or the problem: 415 for another content type, 413 when it is larger than <paramref name="limit"/>.</summary>
    public static async Task<(byte[]? Bytes, IResult? Problem)> ReadAsync(HttpContext context, int limit)
    {
        if (!context.Request.HasJsonContentType())
        {
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "Content-Type", "The body must be JSON; send Content-Type: application/json."));
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[8 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > limit)
            {
                return (null, Problem.Of(StatusCodes.Status413PayloadTooLarge, null, $"The body is larger than {limit} bytes; send less."));
            }

            buffer.Write(chunk, 0, read);
        }

        return (buffer.ToArray(), null);
    }

    /// <summary>The body as one JSON object with only the fields in <paramref name="known"/>, or the problem.</summary>
    public static async Task<(JsonElement Object, IResult? Problem)> ReadObjectAsync(HttpContext context, params string[] known)
    {
        const int limit = 64 * 1024;
        var (bytes, problem) = await ReadAsync(context, limit);
        if (problem is not null)
        {
            return (default, problem);
        }

        try
        {
            // The parser takes any bytes inside a string and throws only when the string is read.
            if (!Utf8.IsValid(bytes))
            {
                return (default, Problem.Of(StatusCodes.Status400BadRequest, null, "The body is not whole UTF-8; encode it as UTF-8 and send it again."));
            }

            using var document = JsonDocument.Parse(bytes, Strict);
            var root = document.RootElement.Clone();
            if (root.ValueKind != JsonValueKind.Object)
            {
                return (default, Problem.Of(StatusCodes.Status400BadRequest, null, "The body is not a JSON object; write {\"field\": value, …}."));
            }

            var unknown = root.EnumerateObject().Select(p => p.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));
            return unknown is null
                ? (root, null)
                : (default, Problem.Invalid(unknown, $"This field is not known here; known are {string.Join(", ", known)}."));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var place = e is JsonException json ? $" near line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}" : "";
            return (default, Problem.Of(StatusCodes.Status400BadRequest, null, $"The body is not well-formed JSON{place}; mend it and send it again."));
        }
    }

    /// <summary>The text of a string; false for any other value, and for half a surrogate pair, which the parser takes and nobody can read.</summary>
    public static bool TryReadText(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
