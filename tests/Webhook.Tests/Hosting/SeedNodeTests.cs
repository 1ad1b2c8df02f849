using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Hosting;

public sealed class SeedNodeTests
{
    [Theory]
    [InlineData("node-1", 4053, 20)]
    [InlineData("node-2", 4053, 5)]
    [InlineData("node-1", 4054, 5)]
    public void The_node_that_may_found_a_cluster_waits_longer_for_one_that_is_there(string host, int port, int seconds)
    {
        var options = new WebhookOptions();
        (options.Remoting.HostName, options.Remoting.PublicHostName, options.Remoting.Port) = ("0.0.0.0", host, port);
        options.Cluster.SeedNodes = ["akka.tcp://webhook@node-1:4053", "akka.tcp://webhook@node-2:4053"];
        Assert.Equal(TimeSpan.FromSeconds(seconds), NetworkSetup.SeedNodeTimeout(options));
    }

    [Fact]
    public void A_node_with_nobody_to_wait_for_founds_soon()
    {
        var options = new WebhookOptions();
        options.Cluster.SeedNodes = ["akka.tcp://webhook@127.0.0.1:4053"];
        Assert.Equal(TimeSpan.FromSeconds(5), NetworkSetup.SeedNodeTimeout(options));
    }
}
