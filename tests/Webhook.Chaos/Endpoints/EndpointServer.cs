using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Webhook.Chaos.Endpoints;

/// <summary>A bare HTTP server on a free port; a path of one segment, its key, stands for one customer's endpoint.</summary>
internal sealed class EndpointServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EndpointServer(IPAddress address, Func<string, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{address}:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapPost("/{key}", context => answer((string)context.GetRouteValue("key")!, context));
    }

    public static async Task<EndpointServer> StartAsync(IPAddress address, Func<string, HttpContext, Task> answer)
    {
        var server = new EndpointServer(address, answer);
        await server._app.StartAsync();
        return server;
    }

    public string UrlOf(string key) =>
        $"{_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}/{key}";

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
