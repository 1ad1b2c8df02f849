using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Webhook.Cluster.Gateway;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Senders;

public sealed class PeerGatewaysTests : IDisposable
{
    private readonly ExtendedActorSystem _here = Start("1.1.0");
    private readonly ExtendedActorSystem _same = Start("1.1.0");
    private readonly ExtendedActorSystem _older = Start("1.0.0");

    public void Dispose()
    {
        _here.Dispose();
        _same.Dispose();
        _older.Dispose();
    }

    [Fact]
    public async Task Events_are_relayed_to_other_members_of_the_same_version_and_to_nobody_else()
    {
        var peers = new PeerGateways(_here);
        Assert.Null(peers.Of(_same.Provider.DefaultAddress));
        var cluster = Akka.Cluster.Cluster.Get(_here);
        foreach (var member in new[] { _here, _same, _older })
        {
            await Akka.Cluster.Cluster.Get(member).JoinAsync(cluster.SelfAddress);
        }

        await Eventually.TrueAsync(() => cluster.State.Members.Count(m => m.Status == MemberStatus.Up) == 3, "all three are up");
        var gateway = peers.Of(_same.Provider.DefaultAddress);
        Assert.Equal($"{_same.Provider.DefaultAddress}/user/{LessonGateway.Name}", gateway?.Path.ToString());
        Assert.Same(gateway, peers.Of(_same.Provider.DefaultAddress));
        Assert.Null(peers.Of(_here.Provider.DefaultAddress));
        Assert.Null(peers.Of(_older.Provider.DefaultAddress));
        Assert.Null(peers.Of(Address.AllSystems));
        Assert.Equal([gateway], peers.All);

        peers.Close(_same.Provider.DefaultAddress);
        Assert.Null(peers.Of(_same.Provider.DefaultAddress));
        Assert.Empty(peers.All);
        Assert.NotNull(new PeerGateways(_here).Of(_same.Provider.DefaultAddress));
    }

    [Fact]
    public async Task A_member_that_leaves_gets_no_more()
    {
        var peers = new PeerGateways(_here);
        await Akka.Cluster.Cluster.Get(_here).JoinAsync(peers.Here);
        await Akka.Cluster.Cluster.Get(_same).JoinAsync(peers.Here);
        await Eventually.TrueAsync(() => peers.Of(_same.Provider.DefaultAddress) is not null, "it is up");
        // It stays Up for itself until others know, so whoever asks in between sees it leaving before it is gone.
        _ = Akka.Cluster.Cluster.Get(_same).LeaveAsync();
        await Eventually.TrueAsync(() => StatusOfSame() is MemberStatus.Leaving or MemberStatus.Exiting && peers.Of(_same.Provider.DefaultAddress) is null, "while it leaves it gets none");

        MemberStatus? StatusOfSame() => Akka.Cluster.Cluster.Get(_here).State.Members.FirstOrDefault(m => m.Address.Equals(_same.Provider.DefaultAddress))?.Status;
    }

    private static ExtendedActorSystem Start(string version) => (ExtendedActorSystem)ActorSystem.Create("webhook", ConfigurationFactory.ParseString($$"""
        akka.actor.provider = cluster
        akka.cluster.app-version = "{{version}}"
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        akka.stdout-loglevel = OFF
        akka.loglevel = OFF
        """));
}
