using Akka.Actor;

namespace Webhook.Tests.Api;

/// <summary>Where a node listens and what it calls itself.</summary>
public sealed class RemotingOptionTests
{
    [Fact]
    public async Task A_node_listens_on_HostName_and_is_known_by_PublicHostName()
    {
        await using var node = await ApiNode.StartAsync("--Webhook:Remoting:HostName=127.0.0.2", "--Webhook:Remoting:PublicHostName=localhost");
        var cluster = await node.GetAsync("/v1/cluster");
        var self = Address.Parse(cluster.GetProperty("self").GetString()!);
        Assert.Equal("localhost", self.Host);
        using var there = new System.Net.Sockets.TcpClient();
        await there.ConnectAsync("127.0.0.2", self.Port!.Value);
        using var elsewhere = new System.Net.Sockets.TcpClient();
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => elsewhere.ConnectAsync("127.0.0.1", self.Port!.Value));
    }
}
