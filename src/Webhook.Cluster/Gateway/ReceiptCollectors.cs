using Akka.Actor;

namespace Webhook.Cluster.Gateway;

/// <summary>The collectors of all senders that sent batches of late. Belongs to the gateway, and is used from inside it only.</summary>
/// <param name="context">The gateway's context; collectors are its children.</param>
/// <param name="atMost">How many there may be; senders beyond these get their receipts one by one.</param>
internal sealed class ReceiptCollectors(IActorContext context, int atMost = ReceiptCollectors.AtMost)
{
    /// <summary>
    /// How often unused ones are ended. One that saw no batch for that long has no receipt to wait for that its sender did not
    /// ask for again long since.
    /// </summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    /// <summary>Room for each sender, and for each sender of each other node whose events are relayed here.</summary>
    public const int AtMost = 10_000;

    private readonly Dictionary<IActorRef, Entry> _bySender = [];
    private readonly HashSet<IActorRef> _collectors = [];

    /// <summary>Whom the receipts of a batch from <paramref name="sender"/> are to be sent to.</summary>
    public IActorRef Of(IActorRef sender)
    {
        if (!_bySender.TryGetValue(sender, out var entry))
        {
            if (_bySender.Count >= atMost)
            {
                return sender;
            }

            _bySender[sender] = entry = new Entry(context.ActorOf(Props.Create(() => new ReceiptCollector(sender))));
            _collectors.Add(entry.Collector);
        }

        entry.IsUsed = true;
        return entry.Collector;
    }

    /// <summary>Whether <paramref name="receiver"/> is one of them, and not a sender itself.</summary>
    public bool Has(IActorRef receiver) => _collectors.Contains(receiver);

    /// <summary>Ends those that were not asked for since the last call.</summary>
    public void EndUnused()
    {
        foreach (var (sender, entry) in _bySender)
        {
            if (!entry.IsUsed)
            {
                _bySender.Remove(sender);
                _collectors.Remove(entry.Collector);
                entry.Collector.Tell(PoisonPill.Instance);
            }

            entry.IsUsed = false;
        }
    }

    private sealed class Entry(IActorRef collector)
    {
        public IActorRef Collector => collector;

        public bool IsUsed { get; set; }
    }
}
