using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Secrets;

/// <summary>
/// The keys that seal secrets: beside an SQLite file, else in the database that the nodes share. A new key comes every 90 days
/// by itself; old ones are never deleted, since what they sealed may lie in the journal for years.
/// </summary>
public static class KeyRing
{
    /// <summary>Folder of the keys, beside the SQLite file.</summary>
    public const string FolderName = "keys";

    /// <summary>Part of what is sealed, so never changed; the default would be the folder that the program lies in.</summary>
    private const string ApplicationName = "Webhook.Actors";

    /// <summary>Reads the keys when it is first used.</summary>
    public static IDataProtectionProvider Load(WebhookOptions options, Database database, ILoggerFactory logs) =>
        Services(options, database, logs).GetRequiredService<IDataProtectionProvider>();

    /// <summary>Services of their own, because the host's would keep the ring that they read first for a day.</summary>
    internal static ServiceProvider Services(WebhookOptions options, Database database, ILoggerFactory logs)
    {
        var services = new ServiceCollection();
        services.AddSingleton(logs);
        Protect(services, options, database);
        return services.BuildServiceProvider();
    }

    /// <summary>Has everything that <paramref name="services"/> protect use these keys, the dashboard's cookies too.</summary>
    internal static void Protect(IServiceCollection services, WebhookOptions options, Database database)
    {
        var protection = services.AddDataProtection().SetApplicationName(ApplicationName);
        if (FolderOf(options) is { } folder)
        {
            protection.PersistKeysToFileSystem(Create(folder));
        }
        else
        {
            services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new DatabaseKeyRepository(database));
        }

        if (options.Secrets.IsProtected)
        {
            var newest = options.Secrets.Load();
            protection.ProtectKeysWithCertificate(newest);
            protection.UnprotectKeysWithAnyCertificate([newest, .. options.Secrets.Previous.Select(c => c.Load())]);
        }
    }

    /// <summary>Where the keys are; null when they are in the database.</summary>
    internal static string? FolderOf(WebhookOptions options) =>
        ConnectionText.FolderOf(options.Persistence) is { } data ? Path.Combine(data, FolderName) : null;

    private static DirectoryInfo Create(string folder) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
