using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.Client;
using Akka.Configuration;
using DotNetty.Common;
using LinqToDB.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Webhook.Cluster.Hosting;
using Webhook.Messages.Serialization;

namespace Webhook.Tests.Hosting;

public sealed class ProductionWiringTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_persisted_is_recovered_and_remembered_entities_wake_up_by_themselves()
    {
        await using (var first = await TestNode.StartAsync(_folder.Path))
        {
            Assert.Equal(3, await first.AddAsync("a", 3));
            Assert.Equal(2, await first.AddAsync("b", 2));
        }

        await using var second = await TestNode.StartAsync(_folder.Path);
        await Eventually.TrueAsync(() => TestNode.Awake.ContainsKey((second.System, "a")) && TestNode.Awake.ContainsKey((second.System, "b")), "woke up");
        Assert.Equal(4, await second.AddAsync("a", 1));
    }

    [Fact]
    public async Task The_transport_does_not_search_for_lost_buffers()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        Assert.Equal(ResourceLeakDetector.DetectionLevel.Disabled, ResourceLeakDetector.Level);
    }

    [Fact]
    public async Task The_newtonsoft_serializer_is_refused_both_ways()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        var serialization = node.System.Serialization;
        var refused = serialization.FindSerializerForType(typeof(Exception));
        Assert.IsType<RefusedJsonSerializer>(refused);
        Assert.ThrowsAny<Exception>(() => { refused.ToBinary(new { A = 1 }); });
        Assert.ThrowsAny<Exception>(() => { serialization.Deserialize("{}"u8.ToArray(), 1, "System.Object"); });
    }

    [Fact]
    public async Task A_cluster_client_reaches_a_registered_service()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        var echo = node.System.ActorOf(Props.Create(() => new Echo()), "echo");
        ClusterClientReceptionist.Get(node.System).RegisterService(echo);
        var address = Akka.Cluster.Cluster.Get(node.System).SelfAddress;
        using var outside = ActorSystem.Create("outside", ConfigurationFactory
            .ParseString("""
                akka.actor.provider = remote
                akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
                akka.stdout-loglevel = OFF
                akka.loglevel = OFF
                """)
            .WithFallback(ClusterClientReceptionist.DefaultConfig())
            .WithFallback(Akka.Cluster.Tools.PublishSubscribe.DistributedPubSub.DefaultConfig()));
        var client = outside.ActorOf(ClusterClient.Props(ClusterClientSettings.Create(outside)
            .WithInitialContacts([ActorPath.Parse($"{address}/system/receptionist")])));
        Assert.Equal("hello", await client.Ask<string>(new ClusterClient.Send("/user/echo", "hello"), TimeSpan.FromSeconds(20)));
        await outside.Terminate();
    }

    [Fact]
    public async Task The_host_stops_when_the_node_leaves_the_cluster()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        await Eventually.TrueAsync(() => Akka.Cluster.Cluster.Get(node.System).SelfMember.Status == MemberStatus.Up, "the member is up");
        var stopping = new TaskCompletionSource();
        using var _ = node.Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        var cluster = Akka.Cluster.Cluster.Get(node.System);
        cluster.Leave(cluster.SelfAddress);
        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task A_node_is_ready_when_it_is_up_and_its_journal_can_be_written()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        var health = node.Host.Services.GetRequiredService<HealthCheckService>();
        HealthReport? report = null;
        await Eventually.TrueAsync(async () => (report = await health.CheckHealthAsync()).Status == HealthStatus.Healthy, "healthy");
        Assert.Equal(3, report!.Entries.Count);

        using (var blocker = node.Database.Connect())
        {
            await blocker.ExecuteAsync("ALTER TABLE webhook_probe RENAME TO webhook_gone");
        }

        await Eventually.TrueAsync(async () => (report = await health.CheckHealthAsync()).Status == HealthStatus.Unhealthy, "unhealthy");
        Assert.DoesNotContain("webhook.db", report!.Entries.Values.Select(e => e.Description ?? "").Aggregate(string.Concat));
    }

    [Fact]
    public async Task Every_connection_syncs_each_commit_and_waits_for_locks()
    {
        using var database = _folder.OpenDatabase().Connect();
        Assert.Equal(2, await database.ExecuteAsync<int>("PRAGMA synchronous"));
        Assert.Equal(5000, await database.ExecuteAsync<int>("PRAGMA busy_timeout"));
        Assert.Equal("wal", await database.ExecuteAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(18432, await database.ExecuteAsync<int>("PRAGMA wal_autocheckpoint"));
    }

    [Fact]
    public async Task The_journal_refuses_a_second_row_with_the_same_number()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        await node.AddAsync("a", 2);
        using var connection = node.Database.Connect();
        var columns = "deleted, persistence_id, sequence_number, created, message, identifier, manifest, writer_uuid";
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => connection.ExecuteAsync(
            $"INSERT INTO journal ({columns}) SELECT {columns} FROM journal WHERE persistence_id = 'subscription-a' LIMIT 1"));
        Assert.Contains("UNIQUE", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_a_writer_that_another_had_taken_over_from_is_recovered_too()
    {
        await using (var first = await TestNode.StartAsync(_folder.Path))
        {
            await first.AddAsync("a", 4);
            using var connection = first.Database.Connect();
            await connection.ExecuteAsync("UPDATE journal SET writer_uuid = 'another' WHERE persistence_id = 'subscription-a' AND sequence_number = 3");
        }

        await using var second = await TestNode.StartAsync(_folder.Path);
        Assert.Equal(5, await second.AddAsync("a", 1));
    }

    [Fact]
    public void The_settings_of_hocon_do_not_hold_the_connection_string()
    {
        Assert.DoesNotContain("Data Source", NetworkSetup.Hocon.ToString(), StringComparison.Ordinal);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
