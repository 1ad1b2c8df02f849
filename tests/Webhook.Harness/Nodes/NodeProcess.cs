using System.Diagnostics;
using System.Net.Http.Headers;
using Webhook.Cluster.Hosting;

namespace Webhook.Harness.Nodes;

/// <summary>A node as operators run it: a process of its own, on fixed ports and a database that outlive it.</summary>
public sealed partial class NodeProcess : IDisposable
{
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("webhook-node-").FullName;
    private readonly LastLines _output = new();
    private readonly LastLines _remarkable = new();
    private readonly StreamWriter? _log;

    // Disposed with the node only: whoever asks whether it runs may still hold the life before.
    private readonly List<Process> _lives = [];
    private volatile Process? _process;

    /// <summary>A node that is not started yet.</summary>
    public NodeProcess(NodeSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Setup = setup;
        Api = new HttpClient { BaseAddress = setup.Url, Timeout = TimeSpan.FromSeconds(30) };
        if (setup.OperatorKey is { } key)
        {
            Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        _log = setup.LogFile is null ? null : new StreamWriter(setup.LogFile, append: true) { AutoFlush = true };
    }

    /// <summary>A node alone on SQLite that is not started yet.</summary>
    /// <param name="settings">Further settings, as <c>--Webhook:…=…</c>.</param>
    public NodeProcess(params string[] settings)
        : this(new NodeSetup { Settings = settings })
    {
    }

    /// <summary>What it is started with.</summary>
    public NodeSetup Setup { get; }

    /// <summary>A client of its HTTP interface.</summary>
    public HttpClient Api { get; }

    /// <summary>Where its own files are: the SQLite file and the keys beside it.</summary>
    public string Folder => _folder;

    /// <summary>Where senders reach it.</summary>
    public string ContactPoint => Setup.ContactPoint;

    /// <summary>The process id of the present life.</summary>
    public int ProcessId => Running.Id;

    /// <summary>Whether it was started and has not ended since.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Whether the present life has ended.</summary>
    public bool HasExited => Running.HasExited;

    /// <summary>How the life that ended last did end; 128 and the signal's number when by a signal.</summary>
    public int ExitCode => Running.ExitCode;

    /// <summary>Memory that the process has resident, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            Running.Refresh();
            return Running.WorkingSet64;
        }
    }

    /// <summary>The last lines that the node printed.</summary>
    public string Output => _output.ToString();

    /// <summary>The last warnings, errors and lines about the cluster, which tell why a node ended by itself.</summary>
    public string Remarkable => _remarkable.ToString();

    private Process Running => _process ?? throw new InvalidOperationException("The node was never started; call StartAsync first.");

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <param name="faultPoint">Where it shall kill itself, as <c>name:pass</c>; null for nowhere.</param>
    /// <param name="untilReady">Whether to wait; a node that dies while it recovers may never be ready.</param>
    /// <param name="cancellation">Ends the waiting, not the node.</param>
    /// <exception cref="TimeoutException">It was not ready within 60 s; the message holds what it printed.</exception>
    /// <exception cref="InvalidOperationException">It ended by itself before it was ready, or still runs.</exception>
    public async Task StartAsync(string? faultPoint = null, bool untilReady = true, CancellationToken cancellation = default)
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("The node still runs; end it before it is started again.");
        }

        string[] words = [.. Setup.Launcher, "dotnet", typeof(Node).Assembly.Location, .. Setup.Arguments(_folder)];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Logging__LogLevel__Default"] = Setup.LogLevel;
        if (Setup.LogLevel is "Trace" or "Debug")
        {
            // All there is, the web server's chatter included, which a node leaves out unless it is told otherwise.
            start.Environment["Logging__LogLevel__Microsoft.AspNetCore"] = start.Environment["Logging__LogLevel__System.Net.Http"] = Setup.LogLevel;
        }

        foreach (var (name, value) in Setup.Environment)
        {
            start.Environment[name] = value;
        }

        if (faultPoint is not null)
        {
            start.Environment["WEBHOOK_FAULT_POINT"] = faultPoint;
        }

        var process = Process.Start(start)!;
        _lives.Add(process);
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (untilReady)
        {
            await UntilReadyAsync(TimeSpan.FromSeconds(60), cancellation);
        }
    }

    /// <summary>SIGKILL: gone at once.</summary>
    public void Kill() => Running.Kill();

    /// <summary>SIGTERM: asks it to leave and end; <see cref="ExitedAsync"/> waits for that.</summary>
    public void Terminate() => Running.Send(Signal.Terminate);

    /// <summary>SIGSTOP: it stands still until <see cref="Thaw"/>.</summary>
    public void Freeze() => Running.Send(Signal.Stop);

    /// <summary>SIGCONT: it goes on.</summary>
    public void Thaw() => Running.Send(Signal.Continue);

    /// <summary>Waits until the process has ended; gives its exit code.</summary>
    /// <exception cref="OperationCanceledException">It still ran after <paramref name="atMost"/>, by default 90 s.</exception>
    public async Task<int> ExitedAsync(TimeSpan? atMost = null)
    {
        using var patience = new CancellationTokenSource(atMost ?? ExitPatience);
        await Running.WaitForExitAsync(patience.Token);
        return Running.ExitCode;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (IsRunning)
        {
            Kill();
            Running.WaitForExit();
        }

        _lives.ForEach(life => life.Dispose());
        _log?.Dispose();
        Api.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Keep(string? line)
    {
        _output.Add(line);
        if (line is not null && IsRemarkable(line))
        {
            _remarkable.Add(line);
        }

        if (line is not null && _log is not null)
        {
            lock (_log)
            {
                _log.WriteLine(line);
            }
        }
    }

    private static bool IsRemarkable(string line) =>
        !line.StartsWith("info: ", StringComparison.Ordinal) || line.Contains("[Cluster (", StringComparison.Ordinal) || line.Contains("downingProvider", StringComparison.Ordinal);
}
