using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Webhook.Cluster.Operations.Sample;

/// <summary>A customer's endpoint that prints what it gets. Prints neither body nor <c>Authorization</c>: they are the customer's.</summary>
internal static class SampleEndpoint
{
    public static async Task<int> RunAsync(string listen, int failEvery, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(listen);
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        var posts = 0;
        app.MapPost("/{**path}", async context =>
        {
            var number = Interlocked.Increment(ref posts);
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = failEvery > 0 && number % failEvery == 0
                ? StatusCodes.Status500InternalServerError
                : StatusCodes.Status200OK;
            Console.WriteLine(
                $"{DateTimeOffset.UtcNow:O} {context.Request.Path} {context.Request.Headers["webhook-id"]} {context.Response.StatusCode}");
        });
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException)
        {
            Console.Error.WriteLine($"--listen: {e.Message}");
            return 1;
        }

        Console.WriteLine($"Listening on {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }
}
