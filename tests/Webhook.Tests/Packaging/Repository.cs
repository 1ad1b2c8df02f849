using Microsoft.Extensions.Configuration;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Packaging;

/// <summary>The files beside the code, and how a node would read the settings in them.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The build that these tests belong to, Debug or Release.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\')))!;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>The options of a node with these environment variables; fails on every fault, a misspelt name among them.</summary>
    public static WebhookOptions OptionsOf(IReadOnlyDictionary<string, string> environment)
    {
        // The same rule as that of the environment's provider: two underscores part the levels.
        var settings = environment.Select(e => KeyValuePair.Create(e.Key.Replace("__", ":", StringComparison.Ordinal), (string?)e.Value));
        var (options, faults) = OptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        Assert.Empty(faults);
        return options!;
    }

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "Webhook.Actors.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder.TrimEnd('/', '\\')) ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
