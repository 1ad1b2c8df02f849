using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Webhook.Cluster.Operations.Demo;

/// <summary>The customers' endpoint, one path for each subscription, which fails as the script says.</summary>
internal sealed class DemoEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<string, int>> _answers = new(StringComparer.Ordinal);

    private DemoEndpoint(DemoLedger ledger)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapPost("/{subscription}", (string subscription, HttpContext context) =>
        {
            var eventId = context.Request.Headers["webhook-id"].ToString();
            var status = _answers.GetValueOrDefault(subscription, _ => StatusCodes.Status200OK)(eventId);
            ledger.Posted(subscription, eventId, status);
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
    }

    public static async Task<DemoEndpoint> StartAsync(DemoLedger ledger)
    {
        var endpoint = new DemoEndpoint(ledger);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    /// <summary>The callback URL of a subscription.</summary>
    public string UrlOf(string subscription) =>
        $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/{subscription}";

    /// <summary>From now on a subscription's POSTs are answered with the status that <paramref name="answer"/> gives for the event's id.</summary>
    public void Answer(string subscription, Func<string, int> answer) => _answers[subscription] = answer;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
