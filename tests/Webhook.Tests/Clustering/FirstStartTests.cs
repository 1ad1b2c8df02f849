namespace Webhook.Tests.Clustering;

[Collection(nameof(Crashes))]
public sealed class FirstStartTests
{
    [Fact]
    public async Task Three_nodes_that_start_at_once_on_an_empty_database_share_the_subscriptions_and_deliver()
    {
        var trio = new NodeTrio();
        try
        {
            await trio.InitializeAsync();
            await using var cluster = await ThreeNodes.TakeAsync(trio);
            var ids = await cluster.SubscribeAsync(30);
            await using var load = Load.Start(cluster, ids);
            await load.MoreAsync(300, cluster);
            var view = await NodeTrio.LookAsync(trio.Oldest);
            Assert.All(view.GetProperty("regions").EnumerateArray(), r => Assert.NotEqual(0, r.GetProperty("entities").GetInt32()));
            await load.SettleAsync(cluster);
            Assert.Equal(0, cluster.Endpoint.Duplicates);
        }
        finally
        {
            await trio.DisposeAsync();
        }
    }
}
