using System.Net;
using Microsoft.Security.AntiSSRF;

namespace Webhook.Cluster.Delivery;

/// <summary>
/// Says which addresses a POST may reach. The list of what is not public is the one that Microsoft.Security.AntiSSRF keeps;
/// its HTTP handler is not used because it cannot send header values as UTF-8.
/// </summary>
public sealed class AddressGuard
{
    private static readonly IPNetwork[] Reserved =
        [.. new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest).DeniedAddresses.Select(n => IPNetwork.Parse(n))];

    private readonly IPNetwork[] _allowed;
    private readonly bool _allowHttp;

    /// <summary>A guard that lets through what <paramref name="allowedNetworks"/> name, beside all public addresses.</summary>
    /// <param name="allowedNetworks">As <see cref="DeliveryOptions.AllowedNetworks"/>.</param>
    /// <param name="allowHttp">As <see cref="DeliveryOptions.AllowHttp"/>.</param>
    /// <exception cref="FormatException">An entry is neither a network nor an address.</exception>
    public AddressGuard(IEnumerable<string> allowedNetworks, bool allowHttp = true)
    {
        _allowed = [.. allowedNetworks.Select(n => Networks.Parse(n) ?? throw new FormatException($"'{n}' is neither a network in CIDR form nor an address."))];
        _allowHttp = allowHttp;
    }

    /// <summary>Why nothing may be sent to <paramref name="url"/>, whatever its address; null when it may. It may be stored from when that was allowed.</summary>
    public string? Blocks(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return _allowHttp || url.Scheme != Uri.UriSchemeHttp ? null : "the URL is plain http, and Webhook:Delivery:AllowHttp is off";
    }

    /// <summary>Why <paramref name="address"/> must not be reached; null when it may.</summary>
    public string? Blocks(IPAddress address)
    {
        // An IPv4 address written as IPv6 is dialled as IPv4, so it is judged as that.
        var dialled = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (_allowed.Any(n => n.Contains(dialled)))
        {
            return null;
        }

        var isReserved = Reserved.Any(n => n.Contains(dialled)) || IsIPv4Compatible(dialled) || dialled.ScopeIdOrZero() != 0;
        return isReserved ? $"the address {dialled} is private, loopback or otherwise reserved, and Webhook:Delivery:AllowedNetworks does not name it" : null;
    }

    /// <summary>
    /// What can be told of <paramref name="url"/> without asking a name server: why every POST to it will be blocked, in a
    /// sentence; null when its host is a name, or an address that may be reached.
    /// </summary>
    public string? Foresees(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (Blocks(url) is { } plain)
        {
            return $"Every POST to this URL will fail: {plain}.";
        }

        if (HostOf(url) is not { } host)
        {
            return "Every POST to this URL will fail: its host is no name by the rules for international names (IDNA).";
        }

        // Reserved by RFC 6761: these names mean this machine, whatever a name server says.
        var isLocal = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        var address = isLocal ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? literal : null;
        return address is not null && Blocks(address) is { } reason ? $"Every POST to this URL will fail: {reason}." : null;
    }

    /// <summary>The host as it is looked up; null when that cannot be, which is refused today and may be stored from before.</summary>
    private static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost.TrimEnd('.');
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>The deprecated form ::a.b.c.d, which the list does not know.</summary>
    private static bool IsIPv4Compatible(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && address.GetAddressBytes().AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0;
}

/// <summary>Reads what IPv4 addresses do not have.</summary>
internal static class AddressScope
{
    /// <summary>The scope of an IPv6 address that is bound to one link; 0 when there is none.</summary>
    public static long ScopeIdOrZero(this IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}
