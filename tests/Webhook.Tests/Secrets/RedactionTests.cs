using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Webhook.Harness.Nodes;
using Webhook.Messages;
using Webhook.Tests.Endpoints;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Secrets;

/// <summary>A thousand operations and failures, with a secret wherever a user can put one, at debug level.</summary>
[Collection(nameof(Crashes))]
public sealed class RedactionTests : IDisposable
{
    private const int Operations = 1_000;
    private const int Subscriptions = 8;

    private readonly TempFolder _logs = new();
    private readonly Random _random = new(1);
    private readonly Dictionary<int, int> _answers = [];
    private int _planted;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task A_thousand_mixed_operations_and_failures_show_no_secret_anywhere()
    {
        var echoes = 0;
        await using var endpoint = new RawEndpoint((stream, stop) => stream.WriteAsync(Encoding.UTF8.GetBytes(Echo(Interlocked.Increment(ref echoes))), stop).AsTask());
        var log = Path.Combine(_logs.Path, "output.log");
        using var node = new NodeProcess(new NodeSetup
        {
            OperatorKey = PlantedSecrets.ApiKey("operator"),
            LogFile = log,
            LogLevel = "Debug",
            Settings = ["--Webhook:Delivery:Interval=00:00:00.3", "--Webhook:Delivery:Timeout=00:00:01"],
        });
        await node.StartAsync();
        for (var i = 0; i < Operations; i++)
        {
            if (i % 400 == 399)
            {
                node.Kill();
                await node.ExitedAsync();
                await node.StartAsync();
            }

            await OperateAsync(node, endpoint.Url, i);
        }

        Assert.True(Volatile.Read(ref echoes) > 100, $"there were only {echoes} POSTs that were answered with secrets");
        node.Terminate();
        await node.ExitedAsync();
        Assert.All([200, 201, 202, 401, 404, 409, 422], status => Assert.True(_answers.ContainsKey(status), $"no call was answered {status}"));
        Assert.Contains("dbug: ", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        Assert.All([.. Directory.GetFiles(node.Folder, "*", SearchOption.AllDirectories), log], file =>
        {
            var found = PlantedSecrets.FindIn(File.ReadAllBytes(file));
            Assert.True(found is null, $"{Path.GetFileName(file)}: {found}");
        });
    }

    private async Task OperateAsync(NodeProcess node, Uri endpoint, int number)
    {
        var path = $"/v1/subscriptions/planted-{_random.Next(Subscriptions)}";
        using var request = _random.Next(16) switch
        {
            0 or 1 => Put(path, new { callback_url = endpoint, authorization = PlantedSecrets.Authorization(++_planted), secret = PlantedSecrets.SigningSecret(_planted) }),
            2 => Put(path, new { authorization = $"{PlantedSecrets.Authorization(++_planted)}\r\nX: 1" }),
            3 => Put(path, new { secret = PlantedSecrets.SigningSecret(++_planted)["whsec_".Length..] }),
            4 => Put(path, new { callback_url = $"http://{PlantedSecrets.ApiKey("user")}:{PlantedSecrets.ApiKey("word")}@127.0.0.1/" }),
            5 => Put(path, new { max_in_flight = PlantedSecrets.Authorization(++_planted) }),
            6 => new HttpRequestMessage(HttpMethod.Post, $"{path}/{(_random.Next(2) == 0 ? "pause" : "resume")}"),
            7 => new HttpRequestMessage(HttpMethod.Post, $"{path}/test"),
            8 => new HttpRequestMessage(HttpMethod.Get, _random.Next(2) == 0 ? path : $"{path}/attempts"),
            9 => new HttpRequestMessage(HttpMethod.Get, _random.Next(2) == 0 ? "/v1/subscriptions" : $"{path}/events/event-{_random.Next(number + 1)}"),
            10 when _random.Next(8) == 0 => new HttpRequestMessage(HttpMethod.Delete, path),
            11 => Stranger(path),
            _ => HandOver(path, number),
        };
        using var answer = await node.Api.SendAsync(request);
        _answers[(int)answer.StatusCode] = _answers.GetValueOrDefault((int)answer.StatusCode) + 1;
        var shown = $"{answer.StatusCode} {answer.ReasonPhrase} {answer.Headers} {answer.Content.Headers} {await answer.Content.ReadAsStringAsync()}";
        Assert.True(PlantedSecrets.FindIn(shown) is null, $"{request.Method} {request.RequestUri} is answered {shown}");
        Assert.True((int)answer.StatusCode < 500, shown);
    }

    /// <summary>What an endpoint sends back: what it got, as status text, headers, body, and where to go.</summary>
    private static string Echo(int number)
    {
        var (authorization, secret) = (PlantedSecrets.Authorization(number % 150), PlantedSecrets.SigningSecret(number % 150));
        var status = (number % 5) switch { 0 => $"500 {authorization}", 1 => "302 Found", 2 => "422 No", _ => "200 OK" };
        var body = $"you sent {authorization} signed with {secret}";
        return $"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1/?{Uri.EscapeDataString(authorization)}\r\nWWW-Authenticate: {authorization}\r\nSet-Cookie: a={secret}\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }

    private static HttpRequestMessage Put(string path, object body) => new(HttpMethod.Put, path) { Content = JsonContent.Create(body) };

    private static HttpRequestMessage Stranger(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", PlantedSecrets.ApiKey("stranger"));
        return request;
    }

    private static HttpRequestMessage HandOver(string path, int number)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{path}/events");
        request.Content = new ByteArrayContent(LessonPayload.Render(Lessons.Sample(path[(path.LastIndexOf('/') + 1)..], $"event-{number}")));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", $"event-{number}");
        return request;
    }
}
