using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Webhook.Chaos.Endpoints;

namespace Webhook.Chaos.Waiting;

/// <summary>Answers the first POST of every subscription with 500 and all later ones with 200; one path for each, which is its number.</summary>
internal sealed class OnceFailingEndpoint : IAsyncDisposable
{
    private readonly long[] _first;
    private readonly long[] _second;
    private EndpointServer _server = null!;
    private int _failed;
    private int _delivered;
    private int _again;

    private OnceFailingEndpoint(int subscriptions)
    {
        _first = new long[subscriptions];
        _second = new long[subscriptions];
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
        endpoint._server = await EndpointServer.StartAsync(IPAddress.Loopback, endpoint.AnswerAsync);
        return endpoint;
    }

    public string UrlOf(int number) => _server.UrlOf(number.ToString(CultureInfo.InvariantCulture));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static DateTimeOffset? At(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    private Task AnswerAsync(string key, HttpContext context)
    {
        var number = int.Parse(key, CultureInfo.InvariantCulture);
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

        return Task.CompletedTask;
    }
}
