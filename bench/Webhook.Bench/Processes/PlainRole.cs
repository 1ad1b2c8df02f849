using System.CommandLine;
using System.Diagnostics;

namespace Webhook.Bench.Processes;

/// <summary>What the reference is asked for.</summary>
internal sealed record PlainOrder(string Url, double Seconds);

/// <summary>What it did.</summary>
internal sealed record PlainAnswer(long Posts, double Seconds);

/// <summary>The reference: HttpClient POSTs the same body to the same endpoint, 64 at a time, and nothing else.</summary>
internal static class PlainRole
{
    public const string Name = "plain";
    private const int AtOnce = 64;

    public static Command Create()
    {
        var command = new Command(Name, "The reference that a run starts") { Hidden = true };
        command.SetAction((_, _) => RunAsync());
        return command;
    }

    private static async Task<int> RunAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
        return await RoleProcess.ServeAsync<PlainOrder, PlainAnswer>(order => PostAsync(http, order));
    }

    private static async Task<PlainAnswer> PostAsync(HttpClient http, PlainOrder order)
    {
        var payload = Webhook.Messages.LessonPayload.ToRendered(SampleEvent.Of("plain", 0)).Payload;
        var begin = Stopwatch.GetTimestamp();
        var posts = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            var done = 0L;
            for (; Stopwatch.GetElapsedTime(begin).TotalSeconds < order.Seconds; done++)
            {
                using var content = new ReadOnlyMemoryContent(payload);
                content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                using var response = await http.PostAsync(order.Url, content);
                response.EnsureSuccessStatusCode();
            }

            return done;
        })));
        return new PlainAnswer(posts.Sum(), Stopwatch.GetElapsedTime(begin).TotalSeconds);
    }
}
