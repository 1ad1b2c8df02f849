using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Databases;
using Webhook.Harness.Nodes;
using Webhook.Tests.Crash;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Clustering;

/// <summary>Three node processes on a PostgreSQL of their own, and an endpoint that outlives them all.</summary>
internal sealed class ThreeNodes : IAsyncDisposable
{
    private readonly PostgresServer _server;

    private ThreeNodes(PostgresServer server, CountingEndpoint endpoint, IReadOnlyList<NodeProcess> nodes)
    {
        _server = server;
        Endpoint = endpoint;
        Nodes = nodes;
    }

    /// <summary>The first is the one that founds the cluster, so it is the oldest and holds the coordinator.</summary>
    public IReadOnlyList<NodeProcess> Nodes { get; }

    public CountingEndpoint Endpoint { get; }

    public string Output => string.Join("\n\n", Nodes.Select((n, i) => $"node {i} printed:\n{n.Output}"));

    /// <summary>Starts all three at once on a database without a table.</summary>
    public static async Task<ThreeNodes> StartAsync(TimeSpan endpointDelay = default)
    {
        var server = await PostgresServer.StartNewAsync();
        var setups = Enumerable.Range(0, 3).Select(_ => new NodeSetup { Database = server.Database }).ToList();
        var seeds = setups.ConvertAll(s => s.ContactPoint);
        var cluster = new ThreeNodes(
            server,
            await CountingEndpoint.StartAsync(endpointDelay),
            setups.ConvertAll(s => new NodeProcess(s with { SeedNodes = seeds, Settings = ["--Webhook:Delivery:Interval=00:00:02"] })));
        try
        {
            await Task.WhenAll(cluster.Nodes.Select(n => n.StartAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates <paramref name="count"/> subscriptions through all nodes in turn; gives their ids.</summary>
    public async Task<IReadOnlyList<string>> SubscribeAsync(int count)
    {
        var ids = Enumerable.Range(0, count).Select(i => $"customer-{i}").ToList();
        for (var i = 0; i < count; i++)
        {
            await Nodes[i % Nodes.Count].CreateSubscriptionAsync(ids[i], Endpoint.UrlOf(ids[i]));
        }

        return ids;
    }

    /// <summary>The node that holds a subscription, as <c>host:port</c>.</summary>
    public static async Task<string> PlaceOfAsync(string id, NodeProcess asked) =>
        (await asked.Api.GetFromJsonAsync<JsonElement>($"/v1/subscriptions/{id}")).GetProperty("node").GetString()!;

    /// <summary>What <paramref name="asked"/> says of the cluster.</summary>
    public static Task<JsonElement> LookAsync(NodeProcess asked) => asked.Api.GetFromJsonAsync<JsonElement>("/v1/cluster");

    /// <summary>Waits until <paramref name="asked"/> sees just this many members, all of them Up and reachable.</summary>
    public Task UntilMembersAsync(NodeProcess asked, int count) => Eventually.TrueAsync(
        async () =>
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
        },
        $"{count} members; {Output}",
        seconds: 60);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        await Endpoint.DisposeAsync();
        await _server.DisposeAsync();
    }
}
