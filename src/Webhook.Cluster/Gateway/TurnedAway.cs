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

    /// <summary>The collector that was told last, and what it gets: one turn's events are most often of one sender, and an address is dear to compare.</summary>
    private (IActorRef? Collector, List<Receipt> Receipts) _latest = (null, []);

    /// <summary>Has <paramref name="rejected"/> told to <paramref name="receiver"/>: a collector with the turn's end, anybody else at once.</summary>
    public void Add(Rejected rejected, IActorRef receiver)
    {
        if (ReferenceEquals(receiver, _latest.Collector))
        {
            _latest.Receipts.Add(rejected);
        }
        else if (collectors.Has(receiver))
        {
            if (!_byCollector.TryGetValue(receiver, out var receipts))
            {
                _byCollector[receiver] = receipts = [];
            }

            receipts.Add(rejected);
            _latest = (receiver, receipts);
        }
        else
        {
            receiver.Tell(rejected);
        }
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
        _latest = (null, []);
    }
}
