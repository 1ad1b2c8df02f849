using Microsoft.Data.Sqlite;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Hosting;

/// <summary>A folder that goes away with the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("webhook-hosting-").FullName;

    public string File => System.IO.Path.Combine(Path, "webhook.db");

    public Database OpenDatabase() => Database.Open(new PersistenceOptions { ConnectionString = $"Data Source={File}" });

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
