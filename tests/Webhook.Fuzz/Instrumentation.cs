using SharpFuzz;

namespace Webhook.Fuzz;

/// <summary>Has the product's assemblies in a published folder tell AFL++ which branches an input took.</summary>
internal static class Instrumentation
{
    private static readonly string[] Assemblies = ["Webhook.Messages.dll", "Webhook.Cluster.dll"];

    /// <summary>What runs beside an input by itself: timers, gauges and the node's start would look like coverage of that input.</summary>
    private static readonly string[] Left =
    [
        "Webhook.Cluster.Telemetry.", "Webhook.Cluster.Operations.", "Webhook.Cluster.Subscriptions.Summary.", "Webhook.Cluster.Secrets.KeyRing",
        "Webhook.Cluster.Hosting.",
    ];

    private const string Kept = "Webhook.Cluster.Hosting.Options.";

    /// <summary>Changes the assemblies in <paramref name="folder"/>, which must not be a build's own output.</summary>
    public static int Apply(string folder)
    {
        foreach (var assembly in Assemblies)
        {
            Fuzzer.Instrument(Path.Combine(folder, assembly), IsTold, Options.Value);
        }

        return 0;
    }

    private static bool IsTold(string type) =>
        type.StartsWith(Kept, StringComparison.Ordinal) || !Array.Exists(Left, name => type.StartsWith(name, StringComparison.Ordinal));
}
