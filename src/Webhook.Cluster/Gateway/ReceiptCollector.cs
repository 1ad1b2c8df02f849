using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>Takes the receipts of one sender's batches and hands them on: one that comes alone as it is, several as a batch.</summary>
internal sealed class ReceiptCollector : UntypedActor
{
    private const int Receipts = 128;

    /// <summary>The longest ids and reasons are not in every receipt; a frame has 256,000.</summary>
    private const int Bytes = 150_000;

    /// <summary>The most that a receipt has beside its ids: a reason, a field and a sentence.</summary>
    private const int Overhead = 700;

    private readonly Gathering<Receipt> _gathering;

    /// <param name="sender">Who sent the batches.</param>
    public ReceiptCollector(IActorRef sender) => _gathering = new Gathering<Receipt>(
        Receipts,
        Bytes,
        r => r.SubscriptionId.Length + r.EventId.Length + Overhead,
        receipts => sender.Tell(receipts is [var only] ? only : new ReceiptBatch(receipts)),
        TimeProvider.System);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Receipt one:
                _gathering.Add(one, Self);
                break;
            case ReceiptBatch batch:
                foreach (var receipt in batch.Receipts)
                {
                    _gathering.Add(receipt, Self);
                }

                break;
            case Flush:
                _gathering.Send();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => _gathering.Send();
}
