using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Joining;
using Webhook.Cluster.Hosting.Options;
using Webhook.Harness.Nodes;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Clustering;

[Collection(nameof(Processes))]
public sealed class FoundingTests(SharedPostgres postgres)
{
    [Fact]
    public async Task The_first_seed_node_founds_no_cluster_while_the_database_sees_members_that_it_cannot_reach()
    {
        const string outOfReach = "akka.tcp://webhook@127.0.0.1:1";
        var shared = await postgres.NewDatabaseAsync();
        var database = Database.Open(new PersistenceOptions { Provider = shared.Provider, ConnectionString = shared.ConnectionString });
        var members = new MemberTable(database);
        using var seen = new CancellationTokenSource();
        var seeing = SeeAsync(members, outOfReach, seen.Token);
        var setup = new NodeSetup { Database = shared };
        using var node = new NodeProcess(setup with { SeedNodes = [setup.ContactPoint, "127.0.0.1:2"] });
        await node.StartAsync(untilReady: false);

        // Akka says so each time that nobody answered for as long as a first seed node waits before it founds.
        await Eventually.TrueAsync(() => node.Output.Contains("after [2] attempts", StringComparison.Ordinal), $"nobody let it in twice; {node.Output}", seconds: 60);
        Assert.False(await node.IsReadyAsync());

        await seen.CancelAsync();
        await seeing;
        await members.ForgetAsync(outOfReach, CancellationToken.None);
        await node.UntilReadyAsync(TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(
            async () => await members.OthersAsync(outOfReach, TimeSpan.FromMinutes(1), CancellationToken.None) is [var own] && own.Address.EndsWith($"@{setup.ContactPoint}", StringComparison.Ordinal),
            "the node has written itself down");
    }

    private static async Task SeeAsync(MemberTable members, string address, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await members.SeenAsync(address, CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(1), until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
