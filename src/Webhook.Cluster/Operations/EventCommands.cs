using System.CommandLine;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Webhook.Messages;

namespace Webhook.Cluster.Operations;

/// <summary><c>event send FILE</c>.</summary>
internal static class EventCommands
{
    public static Command Create() => new("event", "Hand over events") { Send() };

    private static Command Send()
    {
        var file = new Argument<string>("file") { Description = "File with one event's JSON payload; - for standard input" };
        var subscription = new Option<string>("--subscription") { Description = "The subscription's id", Required = true };
        var id = new Option<string?>("--id") { Description = "The event's id; by default made of the payload, so that sending a file twice is a duplicate" };
        var command = new Command("send", "Hand over an event from a file") { file, subscription, id };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            byte[] payload;
            try
            {
                payload = path == "-" ? await ReadInputAsync(cancellation) : await File.ReadAllBytesAsync(path, cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"file: {e.Message}");
                return 1;
            }

            if (parsed.GetValue(id) is { } given && Ids.CheckEventId(given) is { } fault)
            {
                Console.Error.WriteLine($"--id: {fault}");
                return 1;
            }

            var eventId = parsed.GetValue(id) ?? $"sha256-{Convert.ToHexStringLower(SHA256.HashData(payload))[..32]}";
            using var content = new ByteArrayContent(payload);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return await ApiConnection.RunAsync(
                parsed,
                api => api.SendAsync(HttpMethod.Post, $"/v1/subscriptions/{Uri.EscapeDataString(parsed.GetRequiredValue(subscription))}/events", content, eventId),
                Screen.Fields);
        });
        return command;
    }

    private static async Task<byte[]> ReadInputAsync(CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await Console.OpenStandardInput().CopyToAsync(buffer, cancellation);
        return buffer.ToArray();
    }
}
