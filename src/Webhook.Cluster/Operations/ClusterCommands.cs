using System.CommandLine;
using System.Text.Json;

namespace Webhook.Cluster.Operations;

/// <summary><c>cluster show | status | leader | leave | down</c> and <c>cluster-sharding region-stats</c>.</summary>
internal static class ClusterCommands
{
    /// <summary>Members only: they are known at once, also while a dead node's region keeps the others waiting.</summary>
    private const string MembersPath = "/v1/cluster?regions=false";

    private static readonly Argument<string> Address = new("address")
    {
        Description = "A member's address as cluster show prints it, or host:port",
    };

    public static Command Create() => new("cluster", "Look at the cluster and move its members")
    {
        Look("show", "All members", ClusterScreen.Members),
        Look("status", "The node at --url", ClusterScreen.Self),
        Look("leader", "Address of the leader", ClusterScreen.Leader),
        Move("leave", "Have a member hand over and leave", "was told to leave"),
        Move("down", "Declare a member dead; only for one that does not come back", "was declared dead"),
    };

    public static Command CreateSharding()
    {
        var stats = new Command("region-stats", "Shards and entities on each node");
        stats.SetAction(parsed => ApiConnection.RunAsync(
            parsed,
            async api => ClusterScreen.RegionsOf(await api.GetAsync("/v1/cluster")),
            ClusterScreen.Regions));
        return new Command("cluster-sharding", "Look at the shards") { stats };
    }

    private static Command Look(string verb, string description, Action<JsonElement> show)
    {
        var command = new Command(verb, description);
        command.SetAction(parsed => ApiConnection.RunAsync(parsed, api => api.GetAsync(MembersPath), show));
        return command;
    }

    private static Command Move(string verb, string description, string done)
    {
        var command = new Command(verb, description) { Address };
        command.SetAction(parsed => ApiConnection.RunAsync(
            parsed,
            api => api.PostAsync($"/v1/cluster/{verb}", new { address = parsed.GetRequiredValue(Address) }),
            answer => Console.WriteLine($"{answer.GetProperty("address").GetString()} {done}")));
        return command;
    }
}
