using System.Diagnostics;
using Npgsql;
using Webhook.Harness.Nodes;
using Webhook.Harness.Waiting;

namespace Webhook.Harness.Databases;

/// <summary>A PostgreSQL server with a data folder that is thrown away, on a free port; it syncs to disk as in production.</summary>
public sealed partial class PostgresServer : IAsyncDisposable
{
    /// <summary>User and database.</summary>
    private const string Name = "webhook";

    /// <summary>PostgreSQL refuses to run as root; its package brings this user.</summary>
    private const string System = "postgres";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly LastLines _output = new();
    private readonly string _binaries;
    private readonly string _folder;
    private readonly NpgsqlConnectionStringBuilder _connection;
    private Process? _process;

    private PostgresServer(string binaries, string folder, NpgsqlConnectionStringBuilder connection)
    {
        _binaries = binaries;
        _folder = folder;
        _connection = connection;
    }

    /// <summary>How nodes reach it.</summary>
    public string ConnectionString => _connection.ConnectionString;

    /// <summary>The same for a node's settings.</summary>
    public NodeDatabase Database => NodeDatabase.PostgreSql(ConnectionString);

    /// <summary>The process id of the server's first process, which starts the others.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>The last lines that the server printed.</summary>
    public string Output => _output.ToString();

    private string DataFolder => Path.Combine(_folder, "data");

    private static string[] Launcher =>
        Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={System}", $"--regid={System}", "--init-groups", "--"] : [];

    /// <summary>Starts the server on its data folder and waits until it answers.</summary>
    /// <exception cref="TimeoutException">It did not answer within 60 s.</exception>
    public async Task StartAsync()
    {
        string[] words =
        [
            .. Launcher, Path.Combine(_binaries, "postgres"), "-D", DataFolder, "-p", $"{_connection.Port}",
            "-c", $"listen_addresses={_connection.Host}", "-c", "unix_socket_directories=", "-c", "fsync=on",
        ];
        _process?.Dispose();
        _process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        _process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Patience.UntilAsync(AnswersAsync, () => $"PostgreSQL answers; it printed:\n{Output}", StartPatience);
    }

    /// <summary>Ends the server in order: sessions are cut, data is flushed.</summary>
    public Task StopAsync() => EndAsync(Signal.Interrupt);

    /// <summary>Ends the server at once, as a crash does: nothing is flushed, the next start recovers from its log.</summary>
    public Task KillAsync() => EndAsync(Signal.Quit);

    /// <summary>Stops it, waits <paramref name="down"/>, and starts it again.</summary>
    public async Task RestartAsync(TimeSpan down, CancellationToken cancellation = default)
    {
        await StopAsync();
        await Task.Delay(down, cancellation);
        await StartAsync();
    }

    /// <summary>Ends the server and throws its data away.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"PostgreSQL ended by itself; it printed:\n{Output}");
        }

        try
        {
            await using var connection = await OpenAdministrationAsync();
            await using var known = new NpgsqlCommand($"SELECT 1 FROM pg_database WHERE datname = '{Name}'", connection);
            if (await known.ExecuteScalarAsync() is null)
            {
                await CreateDatabaseAsync(connection, Name);
            }

            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task EndAsync(Signal signal)
    {
        if (_process is { HasExited: false })
        {
            _process.Send(signal);
            using var patience = new CancellationTokenSource(StartPatience);
            await _process.WaitForExitAsync(patience.Token);
        }
    }
}
