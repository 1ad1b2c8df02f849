using System.Net;

namespace Webhook.Cluster.Delivery;

/// <summary>Reads networks as people write them.</summary>
public static class Networks
{
    /// <summary>The network that <paramref name="text"/> names: CIDR, or a single address. Null when it is neither.</summary>
    public static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) && address.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
