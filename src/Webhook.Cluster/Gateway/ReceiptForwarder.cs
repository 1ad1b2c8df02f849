using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// Brings receipts to collectors of other nodes in batches, each by way of a collector here: a message between nodes costs as much as dozens
/// of receipts in one.
/// </summary>
internal sealed class ReceiptForwarder : UntypedActor, IWithTimers
{
    /// <summary>The actor's name below <c>/user</c>.</summary>
    public const string Name = "receipts";

    private readonly ReceiptCollectors _collectors = new(Context);

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Gives receipts to those whom they are for: through <paramref name="forwarder"/> to a collector of another node, straight to anybody else.</summary>
    public static Action<IActorRef, Receipt> Through(IActorRef forwarder) => (receiver, receipt) =>
    {
        if (IsCollectorElsewhere(receiver))
        {
            forwarder.Tell(new Forward(receiver, receipt), ActorRefs.NoSender);
        }
        else
        {
            receiver.Tell(receipt);
        }
    };

    /// <inheritdoc />
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(ReceiptCollectors), EndUnused.Instance, ReceiptCollectors.Idle);

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Forward forward:
                _collectors.Of(forward.Collector).Tell(forward.Receipt);
                break;
            case EndUnused:
                _collectors.EndUnused();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>By its place below a gateway. Whoever else sends events may not know batches of receipts.</summary>
    private static bool IsCollectorElsewhere(IActorRef receiver) =>
        receiver is IActorRefScope { IsLocal: false } && receiver.Path.Parent.Name == LessonGateway.Name;

    private sealed record Forward(IActorRef Collector, Receipt Receipt) : INoSerializationVerificationNeeded;

    private sealed record EndUnused : INoSerializationVerificationNeeded
    {
        public static readonly EndUnused Instance = new();
    }
}
