using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Webhook.Chaos.Ledger;

namespace Webhook.Chaos.Endpoints;

/// <summary>The customers' endpoints: one path for each subscription; every POST is written down.</summary>
internal sealed class MisbehavingEndpoints : IAsyncDisposable
{
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private readonly ConcurrentQueue<Arrival> _arrivals = new();
    private readonly ConcurrentDictionary<(string Subscription, string EventId), int> _attempts = new();
    private EndpointServer _server = null!;
    private volatile bool _well;

    private MisbehavingEndpoints()
    {
    }

    /// <summary>Every POST so far, in the order of their answers.</summary>
    public IReadOnlyCollection<Arrival> Arrivals => _arrivals;

    public static async Task<MisbehavingEndpoints> StartAsync(IPAddress address)
    {
        var endpoints = new MisbehavingEndpoints();
        endpoints._server = await EndpointServer.StartAsync(address, endpoints.AnswerAsync);
        return endpoints;
    }

    public string UrlOf(string subscription) => _server.UrlOf(subscription);

    /// <summary>From now on all answer 200 at once.</summary>
    public void BecomeWell() => _well = true;

    /// <summary>Writes the arrivals as tab-separated lines: time, subscription, event, status, milliseconds, caller, fault.</summary>
    public Task SaveAsync(string file) => File.WriteAllLinesAsync(file, _arrivals.OrderBy(a => a.At).Select(a =>
        string.Create(CultureInfo.InvariantCulture, $"{a.At:O}\t{a.Subscription}\t{a.EventId}\t{a.Status}\t{a.Took.TotalMilliseconds:0}\t{a.Caller}\t{a.Fault}")));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(string subscription, HttpContext context)
    {
        var at = DateTimeOffset.UtcNow;
        var begin = Stopwatch.GetTimestamp();
        var eventId = context.Request.Headers["webhook-id"].ToString();
        var attempt = _attempts.AddOrUpdate((subscription, eventId), 1, (_, n) => n + 1);
        var (status, after) = _well
            ? (StatusCodes.Status200OK, TimeSpan.Zero)
            : Behaviours.Answer(Behaviours.Of(subscription), LedgerEntry.NumberOf(eventId), attempt, _running.Elapsed);
        string? fault = null;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            fault = Genuineness.FaultOf(subscription, name => context.Request.Headers[name].ToString(), body.ToArray());
            if (status == Behaviours.Hangs || after > TimeSpan.Zero)
            {
                await Task.Delay(status == Behaviours.Hangs ? Timeout.InfiniteTimeSpan : after, context.RequestAborted);
            }

            context.Response.StatusCode = status;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The caller is gone, perhaps in the middle of the body: it has no answer, whatever it was to be.
            status = Behaviours.Hangs;
        }

        _arrivals.Enqueue(new Arrival(at, subscription, eventId, status, Stopwatch.GetElapsedTime(begin), $"{context.Connection.RemoteIpAddress}", fault));
    }
}
