using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Webhook.Tests.Crash;

/// <summary>A real endpoint that survives the node and writes down every POST that it answered with 200.</summary>
internal sealed class CountingEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(string Subscription, string EventId), int> _arrived = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _firstBySubscription = new();

    private CountingEndpoint(TimeSpan delay)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{subscription}", async (string subscription, HttpContext context) =>
        {
            await Task.Delay(delay);
            if (IsDown)
            {
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
            }

            var eventId = context.Request.Headers["webhook-id"].ToString();
            if (_arrived.AddOrUpdate((subscription, eventId), 1, (_, n) => n + 1) == 1)
            {
                _firstBySubscription.GetOrAdd(subscription, _ => new()).Enqueue(eventId);
            }

            return Results.Ok();
        });
    }

    /// <summary>Whether it answers 500, which it does not write down.</summary>
    public bool IsDown { get; set; }

    public int Distinct => _arrived.Count;

    public int Duplicates => _arrived.Values.Sum() - _arrived.Count;

    /// <summary>Starts an endpoint that takes <paramref name="delay"/> for each answer; by default none.</summary>
    public static async Task<CountingEndpoint> StartAsync(TimeSpan delay = default)
    {
        var endpoint = new CountingEndpoint(delay);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public bool Has(string subscription, string eventId) => _arrived.ContainsKey((subscription, eventId));

    public int TimesOf(string subscription, string eventId) => _arrived.GetValueOrDefault((subscription, eventId));

    /// <summary>The events of a subscription in the order of their first arrival.</summary>
    public IReadOnlyList<string> OrderOf(string subscription) => [.. _firstBySubscription.GetValueOrDefault(subscription, new())];

    public string UrlOf(string subscription) =>
        $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/{subscription}";

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
