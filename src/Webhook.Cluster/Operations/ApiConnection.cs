using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Webhook.Cluster.Operations;

/// <summary>Calls a node's HTTP API for a command and prints what went wrong.</summary>
internal sealed class ApiConnection(Uri url, string? key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose() => _http.Dispose();

    /// <summary>Makes one call and hands the answer to <paramref name="show"/>; 0 when it succeeded, else 1.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<ApiConnection, Task<JsonElement>> call, Action<JsonElement> show)
    {
        using var api = new ApiConnection(parsed.GetValue(CommandLine.Url)!, parsed.GetValue(CommandLine.Key));
        try
        {
            show(await call(api));
            return 0;
        }
        catch (Exception e) when (e is ApiException or HttpRequestException or TaskCanceledException or JsonException)
        {
            var text = e is ApiException ? e.Message : $"{parsed.GetValue(CommandLine.Url)} did not answer: {e.Message} Is a node running there? Name it with --url.";
            Console.Error.WriteLine(text);
            return 1;
        }
    }

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<JsonElement> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));

    public Task<JsonElement> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonContent.Create(body));

    public Task<JsonElement> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>The answer's body.</summary>
    /// <exception cref="ApiException">The node said no.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await _http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        using var document = JsonDocument.Parse(bytes.Length == 0 ? "{}"u8.ToArray() : bytes);
        return response.IsSuccessStatusCode
            ? document.RootElement.Clone()
            : throw new ApiException(
                $"{(int)response.StatusCode} {Describe(document.RootElement)}",
                response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests);
    }

    private static string Describe(JsonElement problem)
    {
        var detail = problem.TryGetProperty("detail", out var d) ? d.GetString() : null;
        return problem.TryGetProperty("field", out var field) ? $"{field.GetString()}: {detail}" : detail ?? problem.GetRawText();
    }
}

/// <summary>A node answered with a problem.</summary>
/// <param name="message">Status, field and detail.</param>
/// <param name="isTemporary">Whether the same call may succeed later.</param>
internal sealed class ApiException(string message, bool isTemporary = false) : Exception(message)
{
    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTemporary => isTemporary;
}
