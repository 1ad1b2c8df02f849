using System.CommandLine;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Webhook.Bench.Measuring;
using Webhook.Harness.Nodes;

namespace Webhook.Bench.Processes;

/// <summary>The customers' endpoints: a bare HTTP server that notes when each event arrived. Prints its port; a line on the input ends it.</summary>
internal static class EndpointRole
{
    public const string Name = "endpoint";

    public static Command Create()
    {
        var arrivals = new Option<string>("--arrivals") { Required = true };
        var failures = new Option<string>("--failures") { Required = true };
        var command = new Command(Name, "The endpoint process that a run starts") { arrivals, failures };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(arrivals), parsed.GetRequiredValue(failures)));
        return command;
    }

    private static async Task<int> RunAsync(string arrivalsPath, string failuresPath)
    {
        using var arrivals = TimesFile.Open(arrivalsPath);
        using var failures = TimesFile.Open(failuresPath);
        var port = Ports.Free();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}", $"http://127.0.0.2:{port}");
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, arrivals, failures));
        await app.StartAsync();
        Console.WriteLine(port);
        await Console.In.ReadLineAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, TimesFile arrivals, TimesFile failures)
    {
        await context.Request.BodyReader.CopyToAsync(Stream.Null);
        switch (context.Request.Path.Value)
        {
            case EndpointPaths.Hanging:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case EndpointPaths.Gated when !arrivals.IsOpen:
                Note(context, failures);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case EndpointPaths.Plain:
                break;
            default:
                Note(context, arrivals);
                break;
        }
    }

    private static void Note(HttpContext context, TimesFile times)
    {
        if (EventIds.Number(context.Request.Headers["webhook-id"].ToString()) is { } number)
        {
            times.Note(number, Stopwatch.GetTimestamp());
        }
    }
}
