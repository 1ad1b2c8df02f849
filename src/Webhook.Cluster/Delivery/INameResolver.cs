using System.Net;

namespace Webhook.Cluster.Delivery;

/// <summary>Finds the addresses of a host name.</summary>
public interface INameResolver
{
    /// <summary>All addresses of <paramref name="host"/>.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name is not known, or the name server did not answer.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation);
}
