using System.Net;
using System.Net.Sockets;
using Webhook.Tests.Operations;

namespace Webhook.Tests.Hosting;

/// <summary>A node that cannot start says in a sentence which setting to look at, and ends with 1.</summary>
[Collection(nameof(Processes))]
public sealed class StartFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);

    public StartFaultTests()
    {
        // As another node had it if it shared its port: on Linux two that both say so get it both.
        _other.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _other.Start();
    }

    private int TakenPort => ((IPEndPoint)_other.LocalEndpoint).Port;

    public void Dispose()
    {
        _other.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_remoting_port_that_another_node_has_is_named_and_not_shared_with_it() =>
        await FailsAsync("Webhook:Remoting:HostName and Port cannot be listened on", $"--Webhook:Remoting:Port={TakenPort}");

    [Fact]
    public async Task An_address_that_is_not_of_this_machine_is_named() =>
        await FailsAsync("Webhook:Remoting:HostName and Port cannot be listened on", "--Webhook:Remoting:HostName=192.0.2.1", "--Webhook:Remoting:PublicHostName=127.0.0.1");

    [Fact]
    public async Task An_http_port_that_is_taken_is_named() =>
        await FailsAsync($"Webhook:Http:Url cannot be listened on: Failed to bind to address http://127.0.0.1:{TakenPort}", $"--Webhook:Http:Url=http://127.0.0.1:{TakenPort}");

    [Fact]
    public async Task A_file_that_is_no_database_is_told()
    {
        await File.WriteAllTextAsync(_folder.File, new string('x', 4_096));
        await FailsAsync("Webhook:Persistence:ConnectionString names a database that cannot be used");
    }

    private async Task FailsAsync(string sentence, params string[] settings)
    {
        var (code, _, error) = await Cli.RunAsync(
            ["--Webhook:Http:Url=http://127.0.0.1:0", "--Webhook:Remoting:Port=0", $"--Webhook:Persistence:ConnectionString=Data Source={_folder.File}", .. settings]);
        Assert.Equal(1, code);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith(sentence, line, StringComparison.Ordinal);
    }
}
