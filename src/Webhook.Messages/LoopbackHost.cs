using System.Net;

namespace Webhook.Messages;

/// <summary>Hosts that mean the machine which says so.</summary>
internal static class LoopbackHost
{
    /// <summary>Whether <paramref name="host"/>, a name or an address, with or without the brackets of IPv6, is one.</summary>
    public static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
