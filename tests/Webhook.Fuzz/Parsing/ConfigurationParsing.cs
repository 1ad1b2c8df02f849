using System.Net;
using Microsoft.Extensions.Configuration;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Hosting.Options;
using Webhook.Fuzz.Surfaces;

namespace Webhook.Fuzz.Parsing;

/// <summary>What an operator writes.</summary>
internal static class ConfigurationParsing
{
    public static void Network(string text)
    {
        Surface.Promise(!Addresses.IsNetwork(text) || Networks.Parse(text) is not null, "What the configuration takes for a network can be used.");
        if (Networks.Parse(text) is not { } network)
        {
            return;
        }

        Surface.Promise(Networks.Parse(network.ToString()) == network, "A network reads the same as it is written.");
        Surface.Promise(new AddressGuard([text]).Blocks(network.BaseAddress) is null || network.BaseAddress.IsIPv4MappedToIPv6, "An allowed network's own address is let through.");
        _ = new AddressGuard([text]).Blocks(IPAddress.Loopback);
    }

    /// <summary>Lines of <c>Section:Key=value</c>.</summary>
    public static void Settings(string text)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n'))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            settings[$"{WebhookOptions.Section}:{(at < 0 ? line : line[..at])}"] = at < 0 ? "" : line[(at + 1)..];
        }

        var (options, faults) = OptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        Surface.Promise(options is null == faults.Count > 0, "The configuration is right, or its faults are named.");
    }
}
