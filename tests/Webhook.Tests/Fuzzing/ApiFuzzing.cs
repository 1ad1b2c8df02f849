using System.Net.Http.Headers;
using CsCheck;
using Webhook.Messages;
using Webhook.Tests.Api;

namespace Webhook.Tests.Fuzzing;

/// <summary>Bodies and ids changed at random, sent to a running node: an answer below 500, and nothing of the machine in it.</summary>
public sealed class ApiFuzzing(SharedNode shared) : IClassFixture<SharedNode>
{
    private const int Inputs = 400;

    [Theory]
    [InlineData("PUT", "/v1/subscriptions/fuzz-1", "put")]
    [InlineData("POST", "/v1/subscriptions/fuzz-1/replay", "replay")]
    [InlineData("POST", "/v1/subscriptions/fuzz-1/events", "payload")]
    public async Task A_body_gets_an_answer_and_never_an_error_of_the_server(string method, string path, string folder)
    {
        await shared.Node.CreateAsync("fuzz-1", "https://example.invalid/hook");
        await shared.Node.OkAsync(HttpMethod.Post, "/v1/subscriptions/fuzz-1/pause");
        byte[][] seeds = [.. Corpus.Of(folder), LessonPayload.Render(Lessons.Sample("fuzz-1", "event-1"))];
        await Corpus.Mutated(seeds).SampleAsync(bytes => CheckAsync(method, path, bytes), iter: Inputs, threads: 2);
    }

    [Fact]
    public async Task An_id_gets_an_answer_and_never_an_error_of_the_server() =>
        await Corpus.Mutated(Corpus.Of("ids")).SampleAsync(
            bytes => CheckAsync("GET", $"/v1/subscriptions/{Uri.EscapeDataString(System.Text.Encoding.Latin1.GetString(bytes))}/events", null), iter: Inputs, threads: 2);

    private async Task CheckAsync(string method, string path, byte[]? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "event-1");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await shared.Node.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        // Full is a rule, not a fault; nothing else above 499 is.
        Assert.True((int)response.StatusCode < 500, $"{response.StatusCode}: {text}");
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }
}
