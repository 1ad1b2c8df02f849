using Microsoft.Extensions.Configuration;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Hosting;

/// <summary>What the reader of options says of settings; of two with one key the later counts.</summary>
internal static class OptionsFaults
{
    public static IReadOnlyList<string> Of(params (string Key, string Value)[] settings) => OptionsReader
        .Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.GroupBy(s => s.Key).Select(g => KeyValuePair.Create($"Webhook:{g.Key}", (string?)g.Last().Value)))
            .Build())
        .Faults;
}
