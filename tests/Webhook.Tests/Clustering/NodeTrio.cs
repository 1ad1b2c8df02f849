using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Databases;
using Webhook.Harness.Nodes;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Clustering;

/// <summary>Three node processes that form a cluster, on a PostgreSQL of their own.</summary>
public sealed class NodeTrio : IAsyncLifetime
{
    /// <summary>The key of role operator that all three take.</summary>
    public const string Key = "operator-key-of-the-shared-cluster";

    private const int Size = 3;

    private readonly List<NodeProcess> _byAge = [];
    private PostgresServer _server = null!;

    public IReadOnlyList<NodeProcess> Nodes { get; private set; } = [];

    /// <summary>The member that joined first, which holds the coordinator.</summary>
    public NodeProcess Oldest => _byAge[0];

    public string Output => string.Join("\n\n", Nodes.Select((n, i) => $"node {i} printed:\n{n.Output}"));

    /// <summary>Starts all three at once on a database without a table. The first seed node founds the cluster, so it is the oldest.</summary>
    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartNewAsync();
        var setups = Enumerable.Range(0, Size).Select(_ => new NodeSetup { Database = _server.Database, OperatorKey = Key }).ToList();
        var seeds = setups.ConvertAll(s => s.ContactPoint);
        Nodes = setups.ConvertAll(s => new NodeProcess(s with { SeedNodes = seeds, Settings = ["--Webhook:Delivery:Interval=00:00:02"] }));
        _byAge.AddRange(Nodes);
        await Task.WhenAll(Nodes.Select(n => n.StartAsync()));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        await _server.DisposeAsync();
    }

    /// <summary>Starts a node that has ended; it is the youngest then.</summary>
    public async Task StartAgainAsync(NodeProcess node)
    {
        await node.StartAsync();
        _byAge.Remove(node);
        _byAge.Add(node);
    }

    /// <summary>Starts what a test before left ended, and waits until all are members.</summary>
    public async Task MakeWholeAsync()
    {
        // A test that failed may have left a node frozen, which ends itself when it wakes.
        foreach (var node in Nodes.Where(n => n.IsRunning))
        {
            node.Thaw();
        }

        await Eventually.TrueAsync(
            async () =>
            {
                foreach (var node in Nodes.Where(n => !n.IsRunning))
                {
                    await StartAgainAsync(node);
                }

                return await HasMembersAsync(Oldest, Size);
            },
            $"the cluster is whole; {Output}",
            seconds: 90);
    }

    /// <summary>What <paramref name="asked"/> says of the cluster.</summary>
    public static Task<JsonElement> LookAsync(NodeProcess asked) => asked.Api.GetFromJsonAsync<JsonElement>("/v1/cluster");

    /// <summary>Waits until <paramref name="asked"/> sees just this many members, all of them Up and reachable.</summary>
    public Task UntilMembersAsync(NodeProcess asked, int count) =>
        Eventually.TrueAsync(() => HasMembersAsync(asked, count), $"{count} members; {Output}", seconds: 60);

    private static async Task<bool> HasMembersAsync(NodeProcess asked, int count)
    {
        try
        {
            var members = (await LookAsync(asked)).GetProperty("members").EnumerateArray().ToList();
            return members.Count == count
                && members.TrueForAll(m => m.GetProperty("status").GetString() == "Up" && m.GetProperty("reachable").GetBoolean());
        }
        catch (HttpRequestException)
        {
            // The regions' statistics wait for a node that is gone; the call is made again.
            return false;
        }
    }
}
