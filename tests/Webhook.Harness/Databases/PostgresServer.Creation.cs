using System.Net;
using System.Security.Cryptography;
using Npgsql;
using Webhook.Harness.Nodes;

namespace Webhook.Harness.Databases;

/// <summary>A new server: its data folder, its user, and who may connect.</summary>
public sealed partial class PostgresServer
{
    /// <summary>Creates the data folder and starts the server.</summary>
    /// <param name="address">Where it listens; loopback unless nodes live in network namespaces.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or could not be started.</exception>
    public static async Task<PostgresServer> StartNewAsync(IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        var binaries = PostgresBinaries.Find()
            ?? throw new InvalidOperationException("PostgreSQL was found neither under /usr/lib/postgresql nor in PATH; install it first.");
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = address.ToString(),
            Port = Ports.Free(address),
            Username = Name,
            Password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
            Database = Name,
        };
        var server = new PostgresServer(binaries, Directory.CreateTempSubdirectory("webhook-postgres-").FullName, connection);
        try
        {
            await server.CreateAsync();
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task CreateAsync()
    {
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, _connection.Password);
        if (Environment.IsPrivilegedProcess)
        {
            await ToolRun.OfAsync("chown", "-R", $"{System}:{System}", _folder);
        }

        // The empty data folder need not outlive the machine; what the server writes into it is synced.
        await ToolRun.OfAsync([.. Launcher, Path.Combine(_binaries, "initdb"), "-D", DataFolder, "-U", Name, "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile", password, "--no-sync"]);
        File.Delete(password);
        if (!IPAddress.IsLoopback(IPAddress.Parse(_connection.Host!)))
        {
            await File.AppendAllTextAsync(Path.Combine(DataFolder, "pg_hba.conf"), $"host all all {_connection.Host}/24 scram-sha-256\n");
        }
    }
}
