using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Harness.Databases;
using Webhook.Messages;

namespace Webhook.Tests.Delivery;

/// <summary>Signatures as the reference library of Standard Webhooks sees them, run with Node.js.</summary>
[Collection(nameof(Processes))]
public sealed class IndependentSignatureTests : IAsyncLifetime
{
    private static readonly string Folder = FolderOf();

    private const string New = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Old = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Foreign = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

    private static readonly byte[] Payload = LessonPayload.Render(Lessons.Sample("customer-1", "event-1"));

    /// <summary>Installs what the lock file names, unless it is there already.</summary>
    public async Task InitializeAsync()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            await ToolRun.OfAsync("npm", "ci", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(New, false, true)]
    [InlineData(Old, false, true)]
    [InlineData(Foreign, false, false)]
    [InlineData(New, true, false)]
    public async Task During_a_rotation_both_secrets_verify_and_nothing_else_does(string secret, bool tampered, bool verifies)
    {
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = "event-1",
            ["webhook-timestamp"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["webhook-signature"] = WebhookSignature.Sign([new Secret(New), new Secret(Old)], "event-1", seconds, Payload),
        };
        var payload = Encoding.UTF8.GetString(Payload) + (tampered ? " " : "");
        Assert.Equal(verifies ? 0 : 3, await VerifyAsync(JsonSerializer.Serialize(new { secret, headers, payload })));
    }

    private static string FolderOf([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../standardwebhooks"));

    private static async Task<int> VerifyAsync(string input)
    {
        using var node = Process.Start(new ProcessStartInfo("node", "verify.js")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        var error = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("", error);
        return node.ExitCode;
    }
}
