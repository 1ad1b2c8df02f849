using System.Net.Http.Json;
using System.Text.Json;
using Webhook.Harness.Waiting;

namespace Webhook.Bench.Running;

/// <summary>How many subscriptions have an actor in memory.</summary>
internal static class AwakeSubscriptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Waits until none has.</summary>
    public static Task UntilNoneAsync(BenchCluster cluster, CancellationToken cancellation) =>
        UntilAsync(cluster, awake => awake == 0, "all subscriptions sleep", cancellation);

    /// <summary>Waits until at least <paramref name="count"/> have.</summary>
    public static Task UntilAsync(BenchCluster cluster, long count, CancellationToken cancellation) =>
        UntilAsync(cluster, awake => awake >= count, $"{count} subscriptions are awake", cancellation);

    private static Task UntilAsync(BenchCluster cluster, Func<int, bool> condition, string what, CancellationToken cancellation) =>
        Patience.UntilAsync(async () => await CountAsync(cluster, cancellation) is { } awake && condition(awake), () => what, Longest, cancellation);

    /// <summary>Null while a shard's home does not answer.</summary>
    private static async Task<int?> CountAsync(BenchCluster cluster, CancellationToken cancellation)
    {
        var view = await cluster.Nodes[0].Api.GetFromJsonAsync<JsonElement>("/v1/cluster", cancellation);
        var regions = view.GetProperty("regions");
        return regions.ValueKind == JsonValueKind.Array ? regions.EnumerateArray().Sum(r => r.GetProperty("entities").GetInt32()) : null;
    }
}
