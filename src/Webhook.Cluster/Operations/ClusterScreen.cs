using System.Text.Json;

namespace Webhook.Cluster.Operations;

/// <summary>
/// Prints the cluster in the lines of <c>pbm</c>: address, roles, status, reachability, version. Never wrapped, since
/// operators' scripts cut them at the bars.
/// </summary>
internal static class ClusterScreen
{
    /// <summary>A line for each member.</summary>
    public static void Members(JsonElement cluster)
    {
        var members = MembersOf(cluster);
        members.ForEach(m => Console.WriteLine(LineOf(m)));
        Console.WriteLine($"Count: {members.Count} nodes");
    }

    /// <summary>The line of the node that answered.</summary>
    public static void Self(JsonElement cluster)
    {
        var self = cluster.GetProperty("self").GetString();
        var member = MembersOf(cluster).Find(m => m.GetProperty("address").GetString() == self);
        Console.WriteLine(member.ValueKind == JsonValueKind.Object ? LineOf(member) : $"{self} | [] | not a member | |");
    }

    /// <summary>The leader's address.</summary>
    public static void Leader(JsonElement cluster)
    {
        var leader = MembersOf(cluster).Find(m => m.GetProperty("leader").GetBoolean());
        Console.WriteLine(leader.ValueKind == JsonValueKind.Object ? leader.GetProperty("address").GetString() : "none");
    }

    /// <summary>The regions of an answer.</summary>
    /// <exception cref="ApiException">They are not known just now.</exception>
    public static JsonElement RegionsOf(JsonElement cluster) => cluster.GetProperty("regions") is { ValueKind: JsonValueKind.Array } regions
        ? regions
        : throw new ApiException("Not all shard regions answered in time; look at cluster show, and try again.");

    /// <summary>A line for each region: address, shards, entities.</summary>
    public static void Regions(JsonElement regions)
    {
        var (shards, entities) = (0, 0);
        foreach (var region in regions.EnumerateArray())
        {
            var (ownShards, ownEntities) = (region.GetProperty("shards").EnumerateObject().Count(), region.GetProperty("entities").GetInt32());
            Console.WriteLine($"{region.GetProperty("address").GetString()} | shards: {ownShards} | entities: {ownEntities}");
            (shards, entities) = (shards + ownShards, entities + ownEntities);
        }

        Console.WriteLine($"Count: {regions.GetArrayLength()} regions, {shards} shards, {entities} entities");
    }

    private static List<JsonElement> MembersOf(JsonElement cluster) => [.. cluster.GetProperty("members").EnumerateArray()];

    private static string LineOf(JsonElement member)
    {
        var roles = string.Join(", ", member.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        string?[] columns =
        [
            member.GetProperty("address").GetString(),
            $"[{roles}]",
            member.GetProperty("status").GetString()!.ToLowerInvariant(),
            member.GetProperty("reachable").GetBoolean() ? "" : "unreachable",
            member.GetProperty("version").GetString(),
        ];
        return string.Join(" | ", columns);
    }
}
