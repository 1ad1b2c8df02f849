using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Webhook.Tests.Browser;

/// <summary>An endpoint with a URL for each way to answer.</summary>
internal sealed class MoodEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MoodEndpoint()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/well", () => Results.Text("thank you"));
        _app.MapPost("/fails", () => Results.Text("out of order", statusCode: StatusCodes.Status500InternalServerError));
        _app.MapPost("/refuses", () => Results.Text("no such lesson here", statusCode: StatusCodes.Status422UnprocessableEntity));
        _app.MapPost("/hangs", (CancellationToken gone) => Task.Delay(Timeout.Infinite, gone));
    }

    public string Well => $"{Base}/well";

    public string Fails => $"{Base}/fails";

    public string Refuses => $"{Base}/refuses";

    public string Hangs => $"{Base}/hangs";

    private string Base => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<MoodEndpoint> StartAsync()
    {
        var endpoint = new MoodEndpoint();
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
