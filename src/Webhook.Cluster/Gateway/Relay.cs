using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// The events of a turn of the gateway that belong to other nodes: each node gets its own as one message, where a shard region would
/// send one for each. Belongs to the gateway, and is used from inside it only.
/// </summary>
/// <param name="takesSeveral">Whether somebody takes several receipts at once, so that his events may travel together.</param>
/// <param name="count">Is told how many went.</param>
internal sealed class Relay(Func<IActorRef, bool> takesSeveral, Action<int> count)
{
    /// <summary>As many as there are nodes and senders in a turn, which are few.</summary>
    private readonly List<Parcel> _parcels = [];

    /// <summary>
    /// Has <paramref name="rendered"/> told to <paramref name="gateway"/>, and the receipt to <paramref name="receiver"/>: with the turn's end where
    /// he takes several, else at once.
    /// </summary>
    public void Add(RenderedEvent rendered, IActorRef receiver, IActorRef gateway)
    {
        if (!takesSeveral(receiver))
        {
            // Behind what came before it: it may be of the same subscription.
            _parcels.FindAll(p => ReferenceEquals(p.Gateway, gateway)).ForEach(p => p.Batch.Send());
            Tell(gateway, [rendered], receiver);
            return;
        }

        var parcel = _parcels.Find(p => ReferenceEquals(p.Gateway, gateway) && ReferenceEquals(p.Receiver, receiver));
        if (parcel is null)
        {
            _parcels.Add(parcel = new Parcel(gateway, receiver, events => Tell(gateway, events, receiver)));
        }

        parcel.Batch.Add(rendered);
    }

    /// <summary>The gateway's turn ends.</summary>
    public void Tell()
    {
        _parcels.ForEach(p => p.Batch.Send());
        _parcels.Clear();
    }

    private void Tell(IActorRef gateway, IReadOnlyList<RenderedEvent> events, IActorRef receiver)
    {
        gateway.Tell(new RelayedEvents(new EventBatch(events)), receiver);
        count(events.Count);
    }

    private sealed class Parcel(IActorRef gateway, IActorRef receiver, Action<IReadOnlyList<RenderedEvent>> send)
    {
        public IActorRef Gateway => gateway;

        public IActorRef Receiver => receiver;

        public BoundedBatch<RenderedEvent> Batch { get; } = new(EventBatch.EventsAtMost, EventBatch.BytesAtMost, EventBatch.BytesOf, send);
    }
}
