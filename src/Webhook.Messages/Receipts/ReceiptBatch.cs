using Webhook.Messages.Serialization;

namespace Webhook.Messages;

/// <summary>Receipts for events that came in batches, as one message; in no order.</summary>
/// <param name="Receipts">One for each event whose fate has become known since the last batch of receipts.</param>
public sealed record ReceiptBatch(IReadOnlyList<Receipt> Receipts)
{
    internal static ReceiptLists Split(ReceiptBatch batch) =>
        new([.. batch.Receipts.OfType<Accepted>()], [.. batch.Receipts.OfType<Duplicate>()], [.. batch.Receipts.OfType<Rejected>()]);

    internal static ReceiptBatch Join(ReceiptLists lists) => new([.. lists.Accepted, .. lists.Duplicate, .. lists.Rejected]);
}
