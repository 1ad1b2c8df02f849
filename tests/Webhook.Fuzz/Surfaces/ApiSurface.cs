using System.Net;
using Webhook.Fuzz.Api;

namespace Webhook.Fuzz.Surfaces;

/// <summary>
/// A few calls to a node, one after the other, each on the same new subscription <c>fuzz</c>: every answer is below 500, and has
/// nothing of the machine in it.
/// </summary>
internal sealed class ApiSurface : Surface
{
    private const int Calls = 8;
    private const string Subscription = "/v1/subscriptions/fuzz";

    private readonly FuzzNode _node = new();
    private bool _isUsed = true;

    public override void Try(byte[] input) => TryAsync(input).GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _node.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task TryAsync(byte[] input)
    {
        if (_isUsed)
        {
            await BeginAnewAsync();
        }

        foreach (var written in Parts.Of(input, Calls))
        {
            using var request = ApiCall.Of(written, _node.Http.BaseAddress!);
            var method = request.Method;
            using var answer = await SendAsync(request);
            _isUsed |= answer is { IsSuccessStatusCode: true } && method != HttpMethod.Get && method != HttpMethod.Head;
        }
    }

    private async Task BeginAnewAsync()
    {
        await CallAsync($"DELETE {Subscription}\n\n");
        await CallAsync($"PUT {Subscription}?discard=true\nContent-Type: application/json\n\n{{\"callback_url\":\"https://example.invalid/400\"}}");
        _isUsed = false;
    }

    private async Task CallAsync(string written)
    {
        using var request = ApiCall.Of(System.Text.Encoding.ASCII.GetBytes(written), _node.Http.BaseAddress!);
        using var answer = await SendAsync(request);
        Promise(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound, $"The next input finds a new subscription: {answer.StatusCode}.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var answer = await _node.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Promise((int)answer.StatusCode < 500, $"No call is answered as an error of the server: {answer.StatusCode} {text}");
        Promise(!text.Contains("   at ", StringComparison.Ordinal) && !text.Contains("Exception:", StringComparison.Ordinal), $"No answer shows the machine: {text}");
        return answer;
    }
}
