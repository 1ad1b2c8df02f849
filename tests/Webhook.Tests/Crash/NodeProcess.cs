using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Webhook.Cluster.Hosting;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Crash;

/// <summary>A node as operators run it: a process of its own, on fixed ports and a SQLite file that outlive it.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("webhook-crash-").FullName;
    private readonly int _httpPort = FreePort();
    private readonly int _remotingPort = FreePort();
    private readonly string[] _settings;
    private readonly Queue<string> _output = new();
    private Process? _process;

    /// <summary>A node that is not started yet.</summary>
    /// <param name="settings">Further settings, as <c>--Webhook:…=…</c>.</param>
    public NodeProcess(params string[] settings)
    {
        _settings = settings;
        Api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_httpPort}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Api { get; }

    /// <summary>Where its files are: database, keys, and the output if it is kept.</summary>
    public string Folder => _folder;

    /// <summary>File name, in <see cref="Folder"/>, that gets every line the node prints; null for none.</summary>
    public string? KeepOutput { get; init; }

    /// <summary>The least level that it logs.</summary>
    public string LogLevel { get; init; } = "Information";

    public string ContactPoint => $"127.0.0.1:{_remotingPort}";

    public bool HasExited => _process!.HasExited;

    /// <summary>The last lines that the node printed, for a test that fails.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <param name="faultPoint">Where it shall kill itself, as <c>name:pass</c>; null for nowhere.</param>
    /// <param name="untilReady">Whether to wait; a node that dies while it recovers may never be ready.</param>
    public async Task StartAsync(string? faultPoint = null, bool untilReady = true)
    {
        _process?.Dispose();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            typeof(Node).Assembly.Location,
            $"--Webhook:Http:Url=http://127.0.0.1:{_httpPort}",
            $"--Webhook:Remoting:Port={_remotingPort}",
            $"--Webhook:Persistence:ConnectionString=Data Source={Path.Combine(_folder, "webhook.db")}",
            "--Webhook:Delivery:AllowHttp=true",
            "--Webhook:Delivery:AllowedNetworks:0=127.0.0.0/8",
            .. _settings,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["Logging__LogLevel__Default"] = LogLevel;
        if (faultPoint is not null)
        {
            start.Environment["WEBHOOK_FAULT_POINT"] = faultPoint;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (untilReady)
        {
            await Eventually.TrueAsync(IsReadyAsync, $"the node is ready; it printed:\n{Output}", seconds: 60);
        }
    }

    public void Kill() => _process!.Kill();

    public async Task ExitedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process!.WaitForExitAsync(patience.Token);
    }

    public async Task CreateSubscriptionAsync(string id, string callbackUrl)
    {
        using var answer = await Api.PutAsJsonAsync($"/v1/subscriptions/{id}", new { callback_url = callbackUrl });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        Api.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(HasExited, $"The node ended by itself; it printed:\n{Output}");
        try
        {
            using var answer = await Api.GetAsync("/healthz/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        const int lines = 40;
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            if (KeepOutput is not null)
            {
                File.AppendAllLines(Path.Combine(_folder, KeepOutput), [line]);
            }

            _output.Enqueue(line);
            if (_output.Count > lines)
            {
                _output.Dequeue();
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
