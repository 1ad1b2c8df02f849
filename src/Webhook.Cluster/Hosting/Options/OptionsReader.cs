namespace Webhook.Cluster.Hosting.Options;

/// <summary>Reads and checks the whole configuration before anything starts.</summary>
public static class OptionsReader
{
    /// <summary>The web server's own setting, which takes precedence over ours.</summary>
    private const string KestrelEndpoints = "Kestrel:Endpoints";

    /// <summary>Where the web server looks for the certificate of an https address.</summary>
    private const string KestrelCertificate = "Kestrel:Certificates:Default";

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
        if (configuration.GetSection(KestrelEndpoints).GetChildren().Any())
        {
            faults.Add($"{KestrelEndpoints} cannot be used: it would open ports that Webhook:ApiKeys does not guard; write the one address to listen on as Webhook:Http:Url.");
        }

        if (HttpOptions.Parse(options.Http.Url) is { Scheme: "https" } && !configuration.GetSection(KestrelCertificate).GetChildren().Any())
        {
            faults.Add($"Webhook:Http:Url is https, but there is no certificate; name one as {KestrelCertificate}:Path with its Password, or let a reverse proxy speak https and write http here.");
        }

        return faults.Count == 0 ? (options, []) : (null, faults);
    }

    private static string KeyOf(string fault) => fault[..fault.IndexOf(' ', StringComparison.Ordinal)];
}
