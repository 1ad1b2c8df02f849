using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Webhook.Harness.Nodes;

namespace Webhook.Bench.Measuring;

/// <summary>What a node needs of memory after a full collection, so that it is what is alive and not what nobody has cleared away yet.</summary>
/// <param name="LiveBytes">The managed heap without the gaps in it.</param>
/// <param name="ResidentBytes">What the process has resident; the server's collector gives little of it back.</param>
internal sealed record NodeMemory(double LiveBytes, double ResidentBytes)
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    /// <summary>The runtime's keyword GCHeapCollect: whoever begins to listen to it has the heap collected in full, once.</summary>
    private const long Collect = 0x800000;

    /// <summary>What a finalizer lets go of in the first one is collected by the second.</summary>
    private const int Collections = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Of all nodes together.</summary>
    public static async Task<NodeMemory> OfAsync(IReadOnlyList<NodeProcess> nodes, CancellationToken cancellation)
    {
        var all = new NodeMemory(0, 0);
        foreach (var node in nodes)
        {
            for (var i = 0; i < Collections; i++)
            {
                await CollectAsync(node, cancellation);
            }

            var metrics = await NodeMetrics.ReadAsync(node, cancellation);
            var live = metrics.Sum("dotnet_gc_last_collection_heap_size_bytes") - metrics.Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes");
            all = new NodeMemory(all.LiveBytes + live, all.ResidentBytes + node.ResidentBytes);
        }

        return all;
    }

    private static async Task CollectAsync(NodeProcess node, CancellationToken cancellation)
    {
        var before = await FullCollectionsAsync(node, cancellation);
        var provider = new EventPipeProvider(Runtime, EventLevel.Informational, Collect);
        using var session = await new DiagnosticsClient(node.ProcessId).StartEventPipeSessionAsync([provider], requestRundown: false, token: cancellation);
        var reading = session.EventStream.CopyToAsync(Stream.Null, cancellation);
        await Harness.Waiting.Patience.UntilAsync(
            async () => await FullCollectionsAsync(node, cancellation) > before, () => "the node's heap is collected in full", Patience, cancellation);
        await session.StopAsync(cancellation);
        await reading;
    }

    private static async Task<double> FullCollectionsAsync(NodeProcess node, CancellationToken cancellation) =>
        (await NodeMetrics.ReadAsync(node, cancellation)).Sum("dotnet_gc_collections_total", "gen2");
}
