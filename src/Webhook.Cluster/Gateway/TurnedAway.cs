using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// The receipts of events that the gateway itself turns away. Most come many at a time, from one batch or one read of the database: a
/// collector gets all of a turn as one message. Belongs to the gateway, and is used from inside it only.
/// </summary>
/// <param name="collectors">Those that take several receipts at once.</param>
internal sealed class TurnedAway(ReceiptCollectors collectors)
{
    private readonly Dictionary<IActorRef, List<Receipt>> _byCollector = [];

    /// <summary>Has <paramref name="rejected"/> told to <paramref name="receiver"/>: a collector with the turn's end, anybody else at once.</summary>
    public void Add(Rejected rejected, IActorRef receiver)
    {
        if (!collectors.Has(receiver))
        {
            receiver.Tell(rejected);
            return;
        }

        if (!_byCollector.TryGetValue(receiver, out var receipts))
        {
            _byCollector[receiver] = receipts = [];
        }

        receipts.Add(rejected);
    }

    /// <summary>The gateway's turn ends.</summary>
    public void Tell()
    {
        if (_byCollector.Count == 0)
        {
            return;
        }

        foreach (var (collector, receipts) in _byCollector)
        {
            collector.Tell(new ReceiptBatch(receipts));
        }

        _byCollector.Clear();
    }
}
