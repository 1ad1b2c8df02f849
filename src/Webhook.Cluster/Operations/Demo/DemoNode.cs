using Akka.Actor;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Webhook.Cluster.Hosting;

namespace Webhook.Cluster.Operations.Demo;

/// <summary>A node like any other, on free ports and a database that is thrown away, with a shortened interval.</summary>
internal sealed class DemoNode : IAsyncDisposable
{
    private readonly WebApplication _node;
    private readonly string _folder;

    private DemoNode(WebApplication node, string folder)
    {
        _node = node;
        _folder = folder;
    }

    /// <summary>How long a retry waits here; five minutes unless configured.</summary>
    public const string Interval = "00:00:02";

    public Uri Url => new(_node.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Where senders reach it.</summary>
    public string ContactPoint => SelfCluster.SelfAddress.ToString();

    private Akka.Cluster.Cluster SelfCluster => Akka.Cluster.Cluster.Get(_node.Services.GetRequiredService<ActorSystem>());

    public static async Task<DemoNode> StartAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("webhook-demo-").FullName;
        var node = new DemoNode(Node.Create(
        [
            "--Webhook:Http:Url=http://127.0.0.1:0",
            "--Webhook:Remoting:Port=0",
            $"--Webhook:Persistence:ConnectionString=Data Source={Path.Combine(folder, "demo.db")}",
            $"--Webhook:Delivery:Interval={Interval}",
            "--Webhook:Delivery:AllowHttp=true",
            "--Webhook:Delivery:AllowedNetworks:0=127.0.0.0/8",
            "--Logging:LogLevel:Default=Warning",
            // Keys in clear are no news for a database that is thrown away.
            "--Logging:LogLevel:Webhook.Cluster.Secrets=Error",
            "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Error",
        ]), folder);
        await node._node.StartAsync(cancellation);
        var up = new TaskCompletionSource();
        node.SelfCluster.RegisterOnMemberUp(up.SetResult);
        await up.Task.WaitAsync(cancellation);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _node.StopAsync();
        await _node.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
