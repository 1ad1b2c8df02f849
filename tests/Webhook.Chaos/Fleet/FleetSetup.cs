using System.Net;
using System.Security.Cryptography;
using Webhook.Chaos.Commands;
using Webhook.Harness.Databases;
using Webhook.Harness.Nodes;

namespace Webhook.Chaos.Fleet;

/// <summary>What the nodes of a run are started with.</summary>
internal static class FleetSetup
{
    /// <summary>One for each node; all know each other as seeds.</summary>
    public static IEnumerable<NodeSetup> Of(ChaosSettings settings, NetworkNamespaces? network, PostgresServer database, string folder)
    {
        // Beyond loopback a node wants keys.
        var key = network is null ? null : Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var setups = Enumerable.Range(0, settings.Nodes).Select(i => new NodeSetup
        {
            Address = network?.AddressOf(i) ?? IPAddress.Loopback,
            Launcher = network?.LauncherOf(i) ?? [],
            OperatorKey = key,
            Database = database.Database,
            LogFile = Path.Combine(folder, $"node-{i}.log"),
            Settings =
            [
                $"--Webhook:Delivery:Interval={ChaosSettings.Interval:c}", $"--Webhook:Delivery:Timeout={ChaosSettings.Timeout:c}", $"--Webhook:Delivery:Retries={ChaosSettings.Retries}",
                .. network is null ? Array.Empty<string>() : [$"--Webhook:Delivery:AllowedNetworks:1={network.Network}"],
            ],
        }).ToList();
        return KnowingEachOther(setups);
    }

    /// <summary>Nodes on loopback that log warnings only, with further settings.</summary>
    public static IEnumerable<NodeSetup> OnLoopback(int nodes, PostgresServer database, string folder, IReadOnlyList<string> settings) =>
        KnowingEachOther([.. Enumerable.Range(0, nodes).Select(i => new NodeSetup
        {
            Database = database.Database,
            LogFile = Path.Combine(folder, $"node-{i}.log"),
            LogLevel = "Warning",
            Settings = settings,
        })]);

    private static IEnumerable<NodeSetup> KnowingEachOther(List<NodeSetup> setups)
    {
        string[] seeds = [.. setups.Select(s => s.ContactPoint)];
        return setups.Select(s => s with { SeedNodes = seeds });
    }
}
