using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// Takes the receipts of one sender's batches and hands on together what came in together. Nothing waits for company: a receipt that comes
/// alone goes on alone.
/// </summary>
/// <param name="sender">Who sent the batches.</param>
internal sealed class ReceiptCollector(IActorRef sender) : UntypedActor
{
    /// <summary>A batch ends here: with the longest ids and reasons it still fits a frame.</summary>
    private const int Receipts = 128;

    private readonly List<Receipt> _gathered = [];

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Receipt receipt:
                Gather(receipt);
                break;
            case Flush:
                SendGathered();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => SendGathered();

    private void Gather(Receipt receipt)
    {
        _gathered.Add(receipt);
        if (_gathered.Count == Receipts)
        {
            SendGathered();
        }
        else if (_gathered.Count == 1)
        {
            // Comes up behind all that is waiting already.
            Self.Tell(Flush.Instance);
        }
    }

    private void SendGathered()
    {
        if (_gathered.Count == 0)
        {
            return;
        }

        sender.Tell(_gathered is [var alone] ? alone : new ReceiptBatch([.. _gathered]));
        _gathered.Clear();
    }

    private sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }
}
