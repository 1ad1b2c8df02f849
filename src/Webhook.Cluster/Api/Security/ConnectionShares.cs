using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Webhook.Cluster.Api.Security;

/// <summary>
/// How many connections one network may hold open: fewer than a node takes, so that a stranger who opens all he can leaves some for the probes, for which
/// a node that takes no connection is dead.
/// </summary>
/// <param name="each">The most of one network.</param>
internal sealed class ConnectionShares(int each)
{
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>How many networks hold a connection.</summary>
    public int Networks => _open.Count;

    /// <summary>Serves <paramref name="connection"/> by <paramref name="serve"/>, or ends it at once.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate serve)
    {
        var network = NetworkOf((connection.RemoteEndPoint as IPEndPoint)?.Address);
        try
        {
            if (_open.AddOrUpdate(network, 1, static (_, open) => open + 1) > each)
            {
                connection.Abort(new ConnectionAbortedException("One network holds as many connections as it may."));
                return;
            }

            await serve(connection);
        }
        finally
        {
            if (_open.AddOrUpdate(network, 0, static (_, open) => open - 1) == 0)
            {
                _open.TryRemove(new KeyValuePair<string, int>(network, 0));
            }
        }
    }

    /// <summary>Whose calls and connections are counted together: one customer's line has 2^64 IPv6 addresses, so what counts of those is the first half.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null or { IsIPv4MappedToIPv6: true } or { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork })
        {
            return (address?.MapToIPv4() ?? IPAddress.Any).ToString();
        }

        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }
}
