using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Nodes;
using Webhook.Tests.Endpoints;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Delivery;

/// <summary>What a node process makes of the machine's trust store and proxies, and of endpoints that play with TLS.</summary>
[Collection(nameof(Processes))]
public sealed class TrustTests : IDisposable
{
    private readonly EndpointAuthority _authority = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_certificate_of_a_trusted_authority_is_taken_until_it_expires_and_no_proxy_is_asked()
    {
        await using var good = await TlsEndpoint.StartAsync(_authority.Issue());
        await using var expired = await TlsEndpoint.StartAsync(_authority.Issue(expired: true));
        await using var proxy = new RawEndpoint("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var proxyUrl = proxy.Url.GetLeftPart(UriPartial.Authority);
        using var node = await StartAsync(("HTTP_PROXY", proxyUrl), ("HTTPS_PROXY", proxyUrl), ("ALL_PROXY", proxyUrl), ("http_proxy", proxyUrl), ("https_proxy", proxyUrl));

        Assert.Equal("Delivered", (await TestAsync(node, "good", good.Url)).GetProperty("outcome").GetString());
        var failed = await TestAsync(node, "expired", expired.Url);
        Assert.Equal("Failed", failed.GetProperty("outcome").GetString());
        Assert.Contains("NotTimeValid", failed.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (good.Requests, expired.Requests, proxy.Connections));
    }

    [Fact]
    public async Task An_endpoint_that_begins_the_TLS_handshake_anew_costs_one_failed_attempt_and_no_waiting()
    {
        using var node = await StartAsync();
        var port = Ports.Free();
        using var server = await StartOpenSslAsync(port);
        var received = new TaskCompletionSource();
        var answered = new TaskCompletionSource();
        server.OutputDataReceived += (_, line) =>
        {
            (line.Data?.StartsWith("ACCEPT", StringComparison.Ordinal) == true ? answered : null)?.TrySetResult();
            (line.Data?.Contains("webhook-id: ", StringComparison.Ordinal) == true ? received : null)?.TrySetResult();
        };
        try
        {
            server.BeginOutputReadLine();
            await answered.Task.WaitAsync(TimeSpan.FromSeconds(10));
            var testing = TestAsync(node, "renegotiating", new Uri($"https://127.0.0.1:{port}/"));
            await received.Task.WaitAsync(TimeSpan.FromSeconds(10));
            // The server's command to renegotiate.
            await server.StandardInput.WriteLineAsync("R");
            await server.StandardInput.FlushAsync();
            var attempt = await testing.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal("Failed", attempt.GetProperty("outcome").GetString());
            Assert.DoesNotContain("within", attempt.GetProperty("error").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private async Task<Process> StartOpenSslAsync(int port)
    {
        using var certificate = _authority.Issue();
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        var file = Path.Combine(_folder.Path, "server.pem");
        await File.WriteAllTextAsync(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        string[] arguments = ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", file, "-key", file, "-tls1_2"];
        return Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    private async Task<NodeProcess> StartAsync(params (string Name, string Value)[] environment)
    {
        var trusted = Path.Combine(_folder.Path, "trusted.pem");
        await File.WriteAllTextAsync(trusted, _authority.Pem);
        (string Name, string Value)[] all = [("SSL_CERT_FILE", trusted), .. environment];
        var node = new NodeProcess(new NodeSetup { Environment = all.ToDictionary(e => e.Name, e => e.Value) });
        await node.StartAsync();
        return node;
    }

    /// <summary>What the node says of a test POST to <paramref name="url"/>.</summary>
    private static async Task<JsonElement> TestAsync(NodeProcess node, string id, Uri url)
    {
        await node.CreateSubscriptionAsync(id, url.AbsoluteUri);
        using var answer = await node.Api.PostAsync(new Uri($"/v1/subscriptions/{id}/test", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
