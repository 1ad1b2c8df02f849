using System.Diagnostics;
using System.Text.Json;
using Webhook.Harness.Nodes;
using Webhook.Harness.Waiting;

namespace Webhook.Harness.Monitoring;

/// <summary>A throw-away Prometheus on loopback that scrapes and evaluates every second.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("webhook-prometheus-").FullName;
    private readonly HttpClient _http;
    private readonly Process _process;

    private PrometheusServer(string rules, string target, string key)
    {
        var port = Ports.Free();
        File.WriteAllText(Path.Combine(_folder, "alerts.yaml"), rules);
        File.WriteAllText(Path.Combine(_folder, "key"), key);
        File.WriteAllText(Path.Combine(_folder, "prometheus.yaml"), $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: [alerts.yaml]
            scrape_configs:
              - job_name: webhook
                authorization: { credentials_file: key }
                static_configs: [{ targets: ["{{target}}"] }]
            """);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _process = Process.Start(new ProcessStartInfo(
            "prometheus",
            [
                $"--config.file={_folder}/prometheus.yaml", $"--storage.tsdb.path={_folder}/data",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
            ]))!;
    }

    /// <summary>Starts one.</summary>
    /// <param name="rules">The rules' YAML.</param>
    /// <param name="target"><c>host:port</c> to scrape.</param>
    /// <param name="key">What is sent as <c>Authorization: Bearer</c>.</param>
    public static async Task<PrometheusServer> StartAsync(string rules, string target, string key)
    {
        var server = new PrometheusServer(rules, target, key);
        await Patience.UntilAsync(server.IsReadyAsync, () => "Prometheus is ready", TimeSpan.FromSeconds(30));
        return server;
    }

    /// <summary>The alerts that fire now: name to summary.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FiringAsync()
    {
        var answer = JsonSerializer.Deserialize<JsonElement>(await _http.GetStringAsync(new Uri("/api/v1/alerts", UriKind.Relative)));
        return answer.GetProperty("data").GetProperty("alerts").EnumerateArray()
            .Where(a => a.GetProperty("state").GetString() == "firing")
            .ToDictionary(a => a.GetProperty("labels").GetProperty("alertname").GetString()!, a => a.GetProperty("annotations").GetProperty("summary").GetString()!);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"Prometheus ended by itself with exit code {_process.ExitCode}.");
        }

        try
        {
            using var answer = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
