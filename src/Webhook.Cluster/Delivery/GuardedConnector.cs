using System.Net;
using System.Net.Sockets;

namespace Webhook.Cluster.Delivery;

/// <summary>
/// Opens connections for the HTTP client: looks the name up itself, checks every address of the answer, and dials exactly
/// those that it checked, so that no second look-up can give another answer.
/// </summary>
internal sealed class GuardedConnector(AddressGuard guard, INameResolver names)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        if (guard.Blocks(context.InitialRequestMessage.RequestUri!) is { } plain)
        {
            throw new BlockedAddressException(plain);
        }

        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await names.ResolveAsync(host, cancellation);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        // One bad address makes the whole answer suspect: it may be a name that is made to change its mind.
        if (addresses.Select(guard.Blocks).FirstOrDefault(reason => reason is not null) is { } blocked)
        {
            throw new BlockedAddressException(blocked);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The callback URL must not be used, or leads to an address that must not be reached.</summary>
internal sealed class BlockedAddressException(string reason) : IOException(reason);
