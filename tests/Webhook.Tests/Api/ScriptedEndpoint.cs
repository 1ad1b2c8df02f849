using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

/// <summary>A real endpoint that answers as the test says and keeps what it got.</summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private ScriptedEndpoint(Func<Received, int> answer)
    {
        Answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/hook", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var received = new Received(
                context.Request.Headers["webhook-id"].ToString(),
                body.ToArray(),
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            context.Response.StatusCode = Answer(received);
            _received.Enqueue(received);
        });
    }

    public Func<Received, int> Answer { get; set; }

    public IReadOnlyList<Received> All => [.. _received];

    public string Url => $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/hook";

    public static async Task<ScriptedEndpoint> StartAsync(Func<Received, int>? answer = null)
    {
        var endpoint = new ScriptedEndpoint(answer ?? (_ => StatusCodes.Status200OK));
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public Task CountAsync(int count) => Eventually.TrueAsync(() => _received.Count >= count, $"{count} POSTs; there were {_received.Count}");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>One POST.</summary>
internal sealed record Received(string WebhookId, byte[] Body, IReadOnlyDictionary<string, string> Headers);
