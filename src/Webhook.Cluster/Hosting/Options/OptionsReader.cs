namespace Webhook.Cluster.Hosting.Options;

/// <summary>Reads and checks the whole configuration before anything starts.</summary>
public static class OptionsReader
{
    /// <summary>
    /// The options in <paramref name="configuration"/>, or null with every fault as one sentence that names the key, what is
    /// wrong and what to write instead. No sentence holds a key or a connection string.
    /// </summary>
    public static (WebhookOptions? Options, IReadOnlyList<string> Faults) Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        var options = new WebhookOptions();
        new SectionReader(faults).Fill(options, configuration.GetSection(WebhookOptions.Section));
        // A value that could not be read is not also missing.
        var named = faults.Select(KeyOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        faults.AddRange(OptionsValidator.FaultsOf(options).Where(f => !named.Contains(KeyOf(f))));
        return faults.Count == 0 ? (options, []) : (null, faults);
    }

    private static string KeyOf(string fault) => fault[..fault.IndexOf(' ', StringComparison.Ordinal)];
}
