using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Webhook.Chaos.Ledger;

namespace Webhook.Chaos.Endpoints;

/// <summary>The customers' endpoints: one path for each subscription; every POST is written down.</summary>
internal sealed class MisbehavingEndpoints : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private readonly ConcurrentQueue<Arrival> _arrivals = new();
    private readonly ConcurrentDictionary<(string Subscription, string EventId), int> _attempts = new();
    private volatile bool _well;

    private MisbehavingEndpoints(IPAddress address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{address}:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapPost("/{subscription}", AnswerAsync);
    }

    /// <summary>Every POST so far, in the order of their answers.</summary>
    public IReadOnlyCollection<Arrival> Arrivals => _arrivals;

    public static async Task<MisbehavingEndpoints> StartAsync(IPAddress address)
    {
        var endpoints = new MisbehavingEndpoints(address);
        await endpoints._app.StartAsync();
        return endpoints;
    }

    public string UrlOf(string subscription) =>
        $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/{subscription}";

    /// <summary>From now on all answer 200 at once.</summary>
    public void BecomeWell() => _well = true;

    /// <summary>Writes the arrivals as tab-separated lines: time, subscription, event, status, milliseconds.</summary>
    public Task SaveAsync(string file) => File.WriteAllLinesAsync(file, _arrivals.OrderBy(a => a.At).Select(a =>
        string.Create(CultureInfo.InvariantCulture, $"{a.At:O}\t{a.Subscription}\t{a.EventId}\t{a.Status}\t{a.Took.TotalMilliseconds:0}")));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(string subscription, HttpContext context)
    {
        var at = DateTimeOffset.UtcNow;
        var begin = Stopwatch.GetTimestamp();
        var eventId = context.Request.Headers["webhook-id"].ToString();
        var attempt = _attempts.AddOrUpdate((subscription, eventId), 1, (_, n) => n + 1);
        var (status, after) = _well
            ? (StatusCodes.Status200OK, TimeSpan.Zero)
            : Behaviours.Answer(Behaviours.Of(subscription), LedgerEntry.NumberOf(eventId), attempt, _running.Elapsed);
        try
        {
            if (status == Behaviours.Hangs || after > TimeSpan.Zero)
            {
                await Task.Delay(status == Behaviours.Hangs ? Timeout.InfiniteTimeSpan : after, context.RequestAborted);
            }

            context.Response.StatusCode = status;
        }
        catch (OperationCanceledException)
        {
            status = Behaviours.Hangs;
        }

        _arrivals.Enqueue(new Arrival(at, subscription, eventId, status, Stopwatch.GetElapsedTime(begin)));
    }
}
