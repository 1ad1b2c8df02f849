using System.Net;
using System.Net.NetworkInformation;

namespace Webhook.Messages;

/// <summary>The address that receipts are sent to: one that leads nowhere would let every event wait for ever.</summary>
internal static class ReturnAddress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Why a node on <paramref name="nodeHost"/> could not answer a sender with <paramref name="options"/>; null when it may.</summary>
    public static string? FaultFor(string? nodeHost, LessonEventSenderOptions options)
    {
        var (name, advertised) = options.PublicHostName is { } other ? (nameof(options.PublicHostName), other) : (nameof(options.HostName), options.HostName);
        if (IPAddress.TryParse(advertised, out var all) && (all.Equals(IPAddress.Any) || all.Equals(IPAddress.IPv6Any)))
        {
            return $"{name} is {advertised}, which stands for all addresses; write as PublicHostName the one by which nodes reach this machine.";
        }

        return LoopbackHost.Is(advertised) && !IsThisMachine(nodeHost)
            ? $"{name} is {advertised}, by which the node at {nodeHost} cannot send receipts to this machine; write the address by which nodes reach it."
            : null;
    }

    /// <summary>A name that cannot be looked up now may be this machine's all the same.</summary>
    private static bool IsThisMachine(string? host) =>
        host is null || LoopbackHost.Is(host) || AddressesOf(host.Trim('[', ']')) is not { Length: > 0 } addresses || addresses.Any(IsOwn);

    private static IPAddress[] AddressesOf(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        try
        {
            var lookUp = Dns.GetHostAddressesAsync(host);
            return lookUp.Wait(Patience) ? lookUp.Result : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }

    private static bool IsOwn(IPAddress address) =>
        IPAddress.IsLoopback(address) || NetworkInterface.GetAllNetworkInterfaces().Any(i => i.GetIPProperties().UnicastAddresses.Any(a => a.Address.Equals(address)));
}
