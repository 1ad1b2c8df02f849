namespace Webhook.Harness.Databases;

/// <summary>Where PostgreSQL's programs are.</summary>
public static class PostgresBinaries
{
    private const string Debian = "/usr/lib/postgresql";

    /// <summary>The newest version's folder; null when there is none.</summary>
    public static string? Find()
    {
        var packaged = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return packaged
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
