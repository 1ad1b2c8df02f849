using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Webhook.Cluster.Hosting;
using Webhook.Messages;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

/// <summary>A node in this process, wired as in production, on a throw-away SQLite file.</summary>
public sealed class ApiNode : IAsyncDisposable
{
    private readonly TempFolder? _ownFolder;
    private readonly WebApplication _node;

    private ApiNode(TempFolder? folder, string[] settings)
    {
        _ownFolder = folder is null ? new TempFolder() : null;
        _node = Node.Create(
        [
            "--Webhook:Http:Url=http://127.0.0.1:0",
            "--Webhook:Remoting:Port=0",
            $"--Webhook:Persistence:ConnectionString=Data Source={(folder ?? _ownFolder)!.File}",
            "--Webhook:Delivery:AllowHttp=true",
            "--Webhook:Delivery:AllowedNetworks:0=127.0.0.0/8",
            "--Logging:LogLevel:Default=Warning",
            .. settings,
        ]);
    }

    public HttpClient Http { get; private set; } = new();

    public IServiceProvider Services => _node.Services;

    public ActorSystem System => _node.Services.GetRequiredService<ActorSystem>();

    /// <summary>Its full remoting address, as members are listed.</summary>
    public string Address => Akka.Cluster.Cluster.Get(System).SelfAddress.ToString();

    public static Task<ApiNode> StartAsync(params string[] settings) => StartAsync(folder: null, settings);

    /// <summary>A node on a folder that outlives it; null for one of its own.</summary>
    public static async Task<ApiNode> StartAsync(TempFolder? folder, params string[] settings)
    {
        var node = new ApiNode(folder, settings);
        await node._node.StartAsync();
        var url = node._node.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        node.Http = new HttpClient { BaseAddress = new Uri(url) };
        await Eventually.TrueAsync(
            async () =>
            {
                using var ready = await node.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
                return ready.StatusCode == HttpStatusCode.OK;
            },
            "the node is ready");
        return node;
    }

    /// <summary>Makes a call; the answer's status and JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(
        HttpMethod method, string path, string? json = null, string? idempotencyKey = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async Task<JsonElement> OkAsync(HttpMethod method, string path, string? json = null, string? idempotencyKey = null)
    {
        var (status, body) = await CallAsync(method, path, json, idempotencyKey);
        Assert.True((int)status is >= 200 and <= 299, $"{method} {path}: {status} {body}");
        return body;
    }

    public Task<JsonElement> GetAsync(string path) => OkAsync(HttpMethod.Get, path);

    public Task<JsonElement> CreateAsync(string id, string callbackUrl) =>
        OkAsync(HttpMethod.Put, $"/v1/subscriptions/{id}", JsonSerializer.Serialize(new { callback_url = callbackUrl }));

    public Task<JsonElement> SendAsync(string id, string eventId) =>
        OkAsync(HttpMethod.Post, $"/v1/subscriptions/{id}/events", Encoding.UTF8.GetString(LessonPayload.Render(Lessons.Sample(id, eventId))), eventId);

    /// <summary>Waits until the subscription's view satisfies <paramref name="condition"/>.</summary>
    public async Task<JsonElement> AwaitAsync(string id, Func<JsonElement, bool> condition, string what)
    {
        JsonElement view = default;
        await Eventually.TrueAsync(async () => condition(view = await GetAsync($"/v1/subscriptions/{id}")), what);
        return view;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _node.StopAsync();
        await _node.DisposeAsync();
        _ownFolder?.Dispose();
    }
}

/// <summary>One node for the tests of a class: each uses subscriptions of its own.</summary>
public sealed class SharedNode : IAsyncLifetime
{
    public ApiNode Node { get; private set; } = null!;

    public async Task InitializeAsync() => Node = await ApiNode.StartAsync("--Webhook:Delivery:Interval=00:00:01", "--Webhook:Delivery:OutboxLimit=5");

    public async Task DisposeAsync() => await Node.DisposeAsync();
}
