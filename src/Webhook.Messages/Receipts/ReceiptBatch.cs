using Webhook.Messages.Serialization;

namespace Webhook.Messages;

/// <summary>Receipts for events that came in batches, as one message; in no order.</summary>
/// <param name="Receipts">One for each event whose fate has become known since the last batch of receipts.</param>
public sealed record ReceiptBatch(IReadOnlyList<Receipt> Receipts)
{
    internal static ReceiptLists Split(ReceiptBatch batch)
    {
        List<BatchedReceipt> accepted = [], duplicate = [];
        List<BatchedRejection> rejected = [];
        foreach (var receipt in batch.Receipts)
        {
            switch (receipt)
            {
                case Accepted:
                    accepted.Add(new BatchedReceipt { SubscriptionId = receipt.SubscriptionId, EventId = receipt.EventId });
                    break;
                case Duplicate:
                    duplicate.Add(new BatchedReceipt { SubscriptionId = receipt.SubscriptionId, EventId = receipt.EventId });
                    break;
                case Rejected r:
                    rejected.Add(new BatchedRejection { SubscriptionId = r.SubscriptionId, EventId = r.EventId, Reason = r.Reason, Field = r.Field, Detail = r.Detail });
                    break;
            }
        }

        return new ReceiptLists(accepted, duplicate, rejected);
    }

    internal static ReceiptBatch Join(ReceiptLists lists)
    {
        var receipts = new List<Receipt>(lists.Accepted.Count + lists.Duplicate.Count + lists.Rejected.Count);
        foreach (var accepted in lists.Accepted)
        {
            receipts.Add(new Accepted(accepted.SubscriptionId, accepted.EventId));
        }

        foreach (var duplicate in lists.Duplicate)
        {
            receipts.Add(new Duplicate(duplicate.SubscriptionId, duplicate.EventId));
        }

        foreach (var rejected in lists.Rejected)
        {
            receipts.Add(new Rejected(rejected.SubscriptionId, rejected.EventId, rejected.Reason, rejected.Field, rejected.Detail));
        }

        return new ReceiptBatch(receipts);
    }
}
