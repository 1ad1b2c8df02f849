using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;
using Webhook.Messages;
using Webhook.Messages.Serialization;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Messages;

/// <summary>The least that a sender talks to: a real cluster of one with a gateway that answers as the test says.</summary>
internal sealed class GatewayNode : IAsyncDisposable
{
    private readonly ActorSystem _system;

    private GatewayNode(ActorSystem system) => _system = system;

    public int Port => Akka.Cluster.Cluster.Get(_system).SelfAddress.Port!.Value;

    /// <summary>Starts it, on <paramref name="port"/> or a free one.</summary>
    /// <param name="answer">What to answer an event with; null for nothing.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="takesBatch">Sees each batch; false for a node that does not know them.</param>
    public static async Task<GatewayNode> StartAsync(Func<RenderedEvent, Receipt?> answer, int port = 0, Func<EventBatch, bool>? takesBatch = null)
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{port}}, maximum-frame-size = 256000b, send-buffer-size = 512000b, receive-buffer-size = 512000b }
            }
            """)
            .WithFallback(MessagesSerializer.Config)
            .WithFallback(ClusterClientReceptionist.DefaultConfig())
            .WithFallback(DistributedPubSub.DefaultConfig());
        var system = ActorSystem.Create("webhook", config);
        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
        await Eventually.TrueAsync(() => cluster.SelfMember.Status == Akka.Cluster.MemberStatus.Up, "the node is up");
        var gateway = system.ActorOf(Props.Create(() => new Gateway(answer, takesBatch)), "lesson-events");
        ClusterClientReceptionist.Get(system).RegisterService(gateway);
        return new GatewayNode(system);
    }

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private sealed class Gateway(Func<RenderedEvent, Receipt?> answer, Func<EventBatch, bool>? takesBatch) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is RenderedEvent rendered && answer(rendered) is { } receipt)
            {
                Sender.Tell(receipt);
            }
            else if (message is EventBatch batch && takesBatch?.Invoke(batch) != false)
            {
                Sender.Tell(new ReceiptBatch([.. batch.Events.Select(answer).OfType<Receipt>()]));
            }
        }
    }
}
