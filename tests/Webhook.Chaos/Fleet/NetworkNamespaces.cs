using System.ComponentModel;
using System.Net;
using Webhook.Harness.Databases;

namespace Webhook.Chaos.Fleet;

/// <summary>
/// A network namespace for each node, joined by a bridge of the machine's own, so that one node's network can be taken
/// away. The addresses are reachable from this machine only.
/// </summary>
internal sealed class NetworkNamespaces : IAsyncDisposable
{
    /// <summary>A hardware address that no interface has.</summary>
    private const string Nobody = "02:00:00:00:00:99";

    private readonly string _tag = Convert.ToString(Environment.ProcessId, 16);
    private readonly string _prefix;
    private readonly int _count;

    private NetworkNamespaces(int count)
    {
        _count = count;
        // Derived from the process, so that two runs on one machine do not meet.
        _prefix = $"10.{200 + (Environment.ProcessId % 50)}.{Environment.ProcessId / 50 % 250}";
    }

    /// <summary>This machine's address among them.</summary>
    public IPAddress Host => IPAddress.Parse($"{_prefix}.1");

    /// <summary>The network, as CIDR.</summary>
    public string Network => $"{_prefix}.0/24";

    private string Bridge => $"whb{_tag}";

    /// <summary>Creates <paramref name="count"/> namespaces, or says why that is not possible here.</summary>
    public static async Task<(NetworkNamespaces? Namespaces, string? Fault)> TryCreateAsync(int count)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return (null, "network namespaces need Linux and root");
        }

        var namespaces = new NetworkNamespaces(count);
        try
        {
            await namespaces.CreateAsync();
            return (namespaces, null);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            await namespaces.DisposeAsync();
            return (null, e.Message.Trim());
        }
    }

    /// <summary>The address of a node.</summary>
    public IPAddress AddressOf(int node) => IPAddress.Parse($"{_prefix}.{node + 10}");

    /// <summary>The words that run a command in a node's namespace.</summary>
    public IReadOnlyList<string> LauncherOf(int node) => ["ip", "netns", "exec", Namespace(node)];

    /// <summary>Takes a node's network away, the database and the endpoints with it: what is under way vanishes, new connections fail.</summary>
    public Task CutAsync(int node) => IpAsync("link", "set", Outside(node), "down");

    /// <summary>Gives it back.</summary>
    public Task JoinAsync(int node) => IpAsync("link", "set", Outside(node), "up");

    /// <summary>Has a node and all others send each other's packets to nobody; all else reaches it, and it reaches all else.</summary>
    public Task IsolateAsync(int node) => ForEachPeerAsync(node, (from, to) => IpAsync(
        "-n", Namespace(from), "neigh", "replace", $"{AddressOf(to)}", "lladdr", Nobody, "nud", "permanent", "dev", "eth0"));

    /// <summary>Ends that.</summary>
    public Task RejoinAsync(int node) => ForEachPeerAsync(node, (from, to) => IpAsync("-n", Namespace(from), "neigh", "del", $"{AddressOf(to)}", "dev", "eth0"));

    /// <summary>Removes all that was created.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var node = 0; node < _count; node++)
        {
            await TryAsync("link", "del", Outside(node));
            await TryAsync("netns", "del", Namespace(node));
        }

        await TryAsync("link", "del", Bridge);
    }

    private async Task CreateAsync()
    {
        await IpAsync("link", "add", Bridge, "type", "bridge");
        await IpAsync("addr", "add", $"{Host}/24", "dev", Bridge);
        await IpAsync("link", "set", Bridge, "up");
        for (var node = 0; node < _count; node++)
        {
            await IpAsync("netns", "add", Namespace(node));
            await IpAsync("link", "add", Outside(node), "type", "veth", "peer", "name", "eth0", "netns", Namespace(node));
            await IpAsync("link", "set", Outside(node), "master", Bridge);
            await IpAsync("link", "set", Outside(node), "up");
            await IpAsync("-n", Namespace(node), "addr", "add", $"{AddressOf(node)}/24", "dev", "eth0");
            await IpAsync("-n", Namespace(node), "link", "set", "eth0", "up");
            await IpAsync("-n", Namespace(node), "link", "set", "lo", "up");
        }
    }

    private async Task ForEachPeerAsync(int node, Func<int, int, Task> act)
    {
        foreach (var peer in Enumerable.Range(0, _count).Where(peer => peer != node))
        {
            await act(node, peer);
            await act(peer, node);
        }
    }

    private string Namespace(int node) => $"whn{_tag}-{node}";

    private string Outside(int node) => $"whv{_tag}-{node}";

    private static Task<string> IpAsync(params string[] words) => ToolRun.OfAsync(["ip", .. words]);

    private static async Task TryAsync(params string[] words)
    {
        try
        {
            await IpAsync(words);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It was never created, or is gone already.
        }
    }
}
