using System.Net;
using System.Net.Sockets;

namespace Webhook.Harness.Nodes;

/// <summary>Ports for servers that come back on the same one.</summary>
public static class Ports
{
    // Below the range that outgoing connections take theirs from: one of those could sit on the port of a node that is down.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>A port that nobody listens on now.</summary>
    public static int Free(IPAddress? address = null)
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            using var listener = new TcpListener(address ?? IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody else's; the next one.
            }
        }
    }
}
