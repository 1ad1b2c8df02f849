using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Webhook.Chaos.Waiting;

/// <summary>Answers the first POST of every subscription with 500 and all later ones with 200; one path for each, which is its number.</summary>
internal sealed class OnceFailingEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly long[] _first;
    private readonly long[] _second;
    private int _failed;
    private int _delivered;
    private int _again;

    private OnceFailingEndpoint(int subscriptions)
    {
        _first = new long[subscriptions];
        _second = new long[subscriptions];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{IPAddress.Loopback}:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapPost("/{number:int}", Answer);
    }

    /// <summary>How many subscriptions were POSTed to once, and so wait for their retry.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>How many had their retry.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>POSTs beyond the retry.</summary>
    public int Again => Volatile.Read(ref _again);

    /// <summary>When each subscription's first attempt and its retry arrived, UTC; null for one that did not.</summary>
    public IEnumerable<(DateTimeOffset? Failed, DateTimeOffset? Retried)> Attempts => _first.Zip(_second, (f, s) => (At(f), At(s)));

    public static async Task<OnceFailingEndpoint> StartAsync(int subscriptions)
    {
        var endpoint = new OnceFailingEndpoint(subscriptions);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public string UrlOf(int number) =>
        $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/{number}";

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static DateTimeOffset? At(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    private void Answer(HttpContext context)
    {
        var number = int.Parse((string)context.GetRouteValue("number")!, System.Globalization.CultureInfo.InvariantCulture);
        var now = DateTimeOffset.UtcNow.UtcTicks;
        if (Interlocked.CompareExchange(ref _first[number], now, 0) == 0)
        {
            Interlocked.Increment(ref _failed);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        else if (Interlocked.CompareExchange(ref _second[number], now, 0) == 0)
        {
            Interlocked.Increment(ref _delivered);
        }
        else
        {
            Interlocked.Increment(ref _again);
        }
    }
}
