using System.Net;
using System.Net.Sockets;

namespace Webhook.Harness.Nodes;

/// <summary>Ports for servers that come back on the same one.</summary>
public static class Ports
{
    // Below the range that outgoing connections take theirs from: one of those could sit on the port of a node that is down.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>Counts on from anywhere, so that no two servers of this process get the same port before they listen.</summary>
    private static int _next = Random.Shared.Next(Last - First);

    /// <summary>A port that nobody listens on now, and that was not given to anybody else lately.</summary>
    public static int Free(IPAddress? address = null)
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % (Last - First));
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
