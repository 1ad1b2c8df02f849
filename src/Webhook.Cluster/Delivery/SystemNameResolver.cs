using System.Collections.Concurrent;
using System.Net;

namespace Webhook.Cluster.Delivery;

/// <summary>
/// Asks the system's resolver, which blocks whoever asks (on Unix the runtime, too, only hides that on a thread of the pool), and for as long as its name
/// servers are silent. So it is asked on threads that nothing else needs, and once for all who want the same name.
/// </summary>
public sealed class SystemNameResolver : INameResolver
{
    /// <summary>Beyond these there is no more than one for each POST: a process may not have threads without end.</summary>
    private const int ThreadsAtMost = 1_024;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> _underWay = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, IPAddress[]> _ask;
    private readonly WaitingThreads _threads;

    /// <summary>A resolver for as many names at once as there may be POSTs.</summary>
    /// <param name="options">Say how many POSTs there may be.</param>
    public SystemNameResolver(DeliveryOptions options)
        : this(Dns.GetHostAddresses, options.MaxInFlightPerNode)
    {
    }

    /// <summary>The same with a resolver of the caller's.</summary>
    internal SystemNameResolver(Func<string, IPAddress[]> ask, int namesAtOnce)
    {
        _ask = ask;
        // A POST that is given up leaves its thread behind until the resolver gives up, too.
        _threads = new WaitingThreads(Math.Min(2 * namesAtOnce, Math.Max(namesAtOnce, ThreadsAtMost)), "names", Idle);
    }

    /// <inheritdoc />
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) =>
        _underWay.GetOrAdd(host, static (host, self) => new Lazy<Task<IPAddress[]>>(() => self.AskAsync(host)), this).Value.WaitAsync(cancellation);

    private Task<IPAddress[]> AskAsync(string host)
    {
        try
        {
            return _threads.RunAsync(() => Ask(host));
        }
        catch
        {
            _underWay.TryRemove(host, out _);
            throw;
        }
    }

    private IPAddress[] Ask(string host)
    {
        try
        {
            return _ask(host);
        }
        finally
        {
            _underWay.TryRemove(host, out _);
        }
    }
}
