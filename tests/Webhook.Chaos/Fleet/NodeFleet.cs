using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Chaos.Report;
using Webhook.Harness.Nodes;
using Webhook.Harness.Waiting;

namespace Webhook.Chaos.Fleet;

/// <summary>The nodes of the cluster and what can be asked of them.</summary>
internal sealed class NodeFleet : IAsyncDisposable
{
    private readonly IReadOnlyList<string> _subscriptions;
    private readonly CancellationTokenSource _ends = new();
    private Task _supervision = Task.CompletedTask;

    public NodeFleet(IEnumerable<NodeSetup> setups, NetworkNamespaces? network, IReadOnlyList<string> subscriptions, Progress progress)
    {
        _subscriptions = subscriptions;
        Network = network;
        Nodes = [.. setups.Select((setup, i) => new SupervisedNode(i, setup, progress))];
    }

    public IReadOnlyList<SupervisedNode> Nodes { get; }

    /// <summary>The nodes' namespaces; null when all live on loopback.</summary>
    public NetworkNamespaces? Network { get; }

    /// <summary>The node that has lived longest, which holds the shard coordinator.</summary>
    public SupervisedNode Oldest => Nodes.MinBy(n => n.StartedAt)!;

    /// <summary>Starts the nodes one after the other, so that their ages are known, and supervises them.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var node in Nodes)
        {
            await node.StartAsync(untilReady: true, cancellation);
        }

        _supervision = Task.WhenAll(Nodes.Select(n => n.SuperviseAsync(_ends.Token)));
    }

    /// <summary>Which node (<c>host:port</c>) each subscription lives on; those that do not answer are left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PlacementAsync(CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<string, string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation };
        await Parallel.ForEachAsync(_subscriptions, options, async (id, token) =>
        {
            if (await TryGetAsync($"/v1/subscriptions/{id}", token) is { } view)
            {
                found[id] = view.GetProperty("node").GetString()!;
            }
        });
        return found;
    }

    /// <summary>The answer of the first node that has one; null when none has.</summary>
    public async Task<JsonElement?> TryGetAsync(string path, CancellationToken cancellation)
    {
        foreach (var node in Nodes.Where(n => n.Process.IsRunning))
        {
            if (await TryGetAsync(node, path, cancellation) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    /// <summary>When every node was ready and saw all of them as members; null when that took longer than <paramref name="atMost"/>.</summary>
    public async Task<DateTimeOffset?> HealedAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await Patience.UntilAsync(async () =>
            {
                var whole = await Task.WhenAll(Nodes.Select(n => IsWholeAsync(n, cancellation)));
                return whole.All(w => w);
            }, () => "the cluster is whole", atMost, cancellation);
            return DateTimeOffset.UtcNow;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _supervision;
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        _ends.Dispose();
    }

    private async Task<bool> IsWholeAsync(SupervisedNode node, CancellationToken cancellation)
    {
        if (!node.Process.IsRunning || !await node.Process.IsReadyAsync(cancellation))
        {
            return false;
        }

        return await TryGetAsync(node, "/v1/cluster", cancellation) is { } cluster
            && cluster.GetProperty("members").EnumerateArray().Select(IsUp).ToList() is var members
            && members.Count == Nodes.Count
            && members.All(up => up);
    }

    private static bool IsUp(JsonElement member) =>
        member.GetProperty("status").GetString() == "Up" && member.GetProperty("reachable").GetBoolean();

    private static async Task<JsonElement?> TryGetAsync(SupervisedNode node, string path, CancellationToken cancellation)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(8));
            return await node.Process.Api.GetFromJsonAsync<JsonElement>(path, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }
}
