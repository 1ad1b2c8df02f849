using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Nodes;
using Webhook.Tests.Crash;

namespace Webhook.Tests.Clustering;

/// <summary>What one test does with three nodes: subscriptions and an endpoint of its own, which outlives the nodes.</summary>
internal sealed class ThreeNodes : IAsyncDisposable
{
    private static int _tests;

    private readonly int _test = Interlocked.Increment(ref _tests);
    private readonly NodeTrio _trio;

    private ThreeNodes(NodeTrio trio, CountingEndpoint endpoint)
    {
        _trio = trio;
        Endpoint = endpoint;
    }

    public IReadOnlyList<NodeProcess> Nodes => _trio.Nodes;

    public CountingEndpoint Endpoint { get; }

    public string Output => _trio.Output;

    /// <summary>Takes nodes that tests share, all of them up.</summary>
    public static async Task<ThreeNodes> TakeAsync(NodeTrio trio, TimeSpan endpointDelay = default)
    {
        await trio.MakeWholeAsync();
        return new ThreeNodes(trio, await CountingEndpoint.StartAsync(endpointDelay));
    }

    /// <summary>Creates <paramref name="count"/> subscriptions through all nodes in turn; gives their ids.</summary>
    public async Task<IReadOnlyList<string>> SubscribeAsync(int count)
    {
        var ids = Enumerable.Range(0, count).Select(i => $"customer-{_test}-{i}").ToList();
        for (var i = 0; i < count; i++)
        {
            await Nodes[i % Nodes.Count].CreateSubscriptionAsync(ids[i], Endpoint.UrlOf(ids[i]));
        }

        return ids;
    }

    /// <summary>Those of <paramref name="ids"/> that live on <paramref name="node"/>.</summary>
    public async Task<List<string>> HeldByAsync(NodeProcess node, IReadOnlyList<string> ids)
    {
        var places = await Task.WhenAll(ids.Select(PlaceOfAsync));
        return [.. ids.Where((_, i) => places[i] == node.ContactPoint)];
    }

    /// <summary>The node beside the oldest that holds most of <paramref name="ids"/>; one that joined just now may have none yet.</summary>
    public async Task<NodeProcess> BusiestAsync(IReadOnlyList<string> ids)
    {
        var places = await Task.WhenAll(ids.Select(PlaceOfAsync));
        return Nodes.Where(n => n != _trio.Oldest).MaxBy(n => places.Count(p => p == n.ContactPoint))!;
    }

    public async ValueTask DisposeAsync() => await Endpoint.DisposeAsync();

    private async Task<string> PlaceOfAsync(string id) =>
        (await Nodes[0].Api.GetFromJsonAsync<JsonElement>($"/v1/subscriptions/{id}")).GetProperty("node").GetString()!;
}
