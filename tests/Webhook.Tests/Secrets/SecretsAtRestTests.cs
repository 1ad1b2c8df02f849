using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Harness.Nodes;
using Webhook.Messages;
using Webhook.Tests.Api;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Secrets;

[Collection(nameof(Processes))]
public sealed class SecretsAtRestTests
{
    private const string Authorization = "Bearer planted-header-value-1";
    private const string FirstKey = "whsec_cGxhbnRlZC1zaWduaW5nLWtleS1vbmUtMQ==";
    private const string SecondKey = "whsec_cGxhbnRlZC1zaWduaW5nLWtleS10d28tMg==";

    /// <summary>More than the records after which a snapshot is taken.</summary>
    private const int Events = 250;

    [Fact]
    public async Task Neither_the_files_of_the_database_nor_the_keys_nor_a_line_at_trace_level_hold_a_secret()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(r => r.WebhookId == "event-0" ? 500 : 200);
        using var logs = new TempFolder();
        var log = Path.Combine(logs.Path, "output.log");
        using var node = new NodeProcess(new NodeSetup { Settings = ["--Webhook:Delivery:Interval=00:00:00.5"], LogFile = log, LogLevel = "Trace" });
        await node.StartAsync();
        await PutAsync(node, new { callback_url = endpoint.Url, authorization = Authorization, secret = FirstKey });
        await PutAsync(node, new { secret = SecondKey, authorization = Authorization });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await TryPutAsync(node, new { authorization = $"{Authorization}\n" }));
        await Parallel.ForAsync(1, Events, async (i, _) => await SendAsync(node, $"event-{i}"));
        await endpoint.CountAsync(Events - 1);
        await SendAsync(node, "event-0");
        await endpoint.CountAsync(Events + 1);

        node.Kill();
        await node.ExitedAsync();
        await node.StartAsync();
        endpoint.Answer = _ => 200;
        await SendAsync(node, "event-after");
        await Eventually.TrueAsync(() => endpoint.All.Any(r => r.WebhookId == "event-after"), "it is delivered after a restart");
        Assert.All(endpoint.All, r => Assert.Equal(Authorization, r.Headers["Authorization"]));
        Assert.All(endpoint.All, r => Assert.Equal(2, r.Headers["webhook-signature"].Split(' ').Length));
        node.Kill();
        await node.ExitedAsync();

        string[] files = [.. Directory.GetFiles(node.Folder, "*", SearchOption.AllDirectories), log];
        var output = await File.ReadAllTextAsync(log);
        Assert.Contains("trce: ", output, StringComparison.Ordinal);
        Assert.Contains("lie in clear in", output, StringComparison.Ordinal);
        Assert.Contains(files, f => Path.GetFileName(f).StartsWith("key-", StringComparison.Ordinal));
        var database = files.Where(f => Path.GetFileName(f).StartsWith("webhook.db", StringComparison.Ordinal)).Select(File.ReadAllBytes).ToList();
        Assert.True(database.Exists(f => f.AsSpan().IndexOf(Encoding.UTF8.GetBytes(JournalRecords.Snapshot)) >= 0), "a snapshot was stored");
        Assert.True(database.Exists(f => f.AsSpan().IndexOf("event-after"u8) >= 0), "the files hold the events");
        Assert.All(files, file => Assert.All(FormsOf(Authorization).Concat(FormsOf(FirstKey)).Concat(FormsOf(SecondKey)), form =>
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(form) < 0, $"{Path.GetFileName(file)} holds a secret")));
    }

    [Fact]
    public async Task A_lost_key_is_told_as_the_last_error_costs_retries_and_is_repaired_by_writing_the_value_again()
    {
        using var folder = new TempFolder();
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        var put = JsonSerializer.Serialize(new { callback_url = endpoint.Url, authorization = Authorization });
        await using (var first = await ApiNode.StartAsync(folder))
        {
            await first.OkAsync(HttpMethod.Put, "/v1/subscriptions/lost-1", put);
            await first.CreateAsync("well-1", endpoint.Url);
        }

        Directory.Delete(Path.Combine(folder.Path, "keys"), recursive: true);
        await using var node = await ApiNode.StartAsync(folder, "--Webhook:Delivery:Interval=00:00:00.2");
        await node.SendAsync("lost-1", "event-1");
        var view = await node.AwaitAsync("lost-1", v => v.GetProperty("phase").GetString() == "Suspended", "it is suspended");
        Assert.Contains("cannot be decrypted", view.GetProperty("retry").GetProperty("last_error").GetString(), StringComparison.Ordinal);
        Assert.Empty(endpoint.All);
        await node.SendAsync("well-1", "event-1");
        await endpoint.CountAsync(1);
        await node.OkAsync(HttpMethod.Put, "/v1/subscriptions/lost-1", put);
        await endpoint.CountAsync(2);
        Assert.Equal(Authorization, endpoint.All[1].Headers["Authorization"]);
    }

    /// <summary>As a search of raw bytes could meet it: the text, its random part, and both as UTF-16.</summary>
    private static IEnumerable<byte[]> FormsOf(string secret)
    {
        var part = secret[(secret.IndexOfAny([' ', '_']) + 1)..].TrimEnd('=');
        string[] texts = secret.StartsWith("whsec_", StringComparison.Ordinal)
            ? [part, Encoding.UTF8.GetString(Convert.FromBase64String(secret["whsec_".Length..]))]
            : [part, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=')[..^1]];
        return texts.SelectMany(t => new[] { Encoding.UTF8.GetBytes(t), Encoding.Unicode.GetBytes(t) });
    }

    private static async Task PutAsync(NodeProcess node, object settings) => Assert.InRange((int)await TryPutAsync(node, settings), 200, 201);

    private static async Task<HttpStatusCode> TryPutAsync(NodeProcess node, object settings)
    {
        using var answer = await node.Api.PutAsJsonAsync("/v1/subscriptions/planted-1", settings);
        return answer.StatusCode;
    }

    private static async Task SendAsync(NodeProcess node, string eventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/subscriptions/planted-1/events");
        request.Content = new ByteArrayContent(LessonPayload.Render(Lessons.Sample("planted-1", eventId)));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", eventId);
        using var answer = await node.Api.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
