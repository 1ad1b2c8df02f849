using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// Events whose subscription is being looked up, each subscription's in order, so that none overtakes another. Belongs to the
/// gateway, and is used from inside it only.
/// </summary>
internal sealed class AwaitingLookUp
{
    private const int AtMost = 10_000;

    private readonly Dictionary<string, Queue<(RenderedEvent Event, IActorRef Sender)>> _bySubscription = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether no more can wait.</summary>
    public bool IsFull => _count >= AtMost;

    /// <summary>Whether events of <paramref name="subscriptionId"/> wait, behind which later ones belong.</summary>
    public bool Has(string subscriptionId) => _bySubscription.ContainsKey(subscriptionId);

    /// <summary>Lets <paramref name="rendered"/> wait behind those of its subscription.</summary>
    public void Add(RenderedEvent rendered, IActorRef sender)
    {
        if (!_bySubscription.TryGetValue(rendered.SubscriptionId, out var queue))
        {
            _bySubscription[rendered.SubscriptionId] = queue = new(capacity: 1);
        }

        queue.Enqueue((rendered, sender));
        _count++;
    }

    /// <summary>The events that waited for <paramref name="subscriptionId"/>, oldest first; they wait no longer.</summary>
    public IReadOnlyCollection<(RenderedEvent Event, IActorRef Sender)> Release(string subscriptionId)
    {
        if (!_bySubscription.Remove(subscriptionId, out var queue))
        {
            return [];
        }

        _count -= queue.Count;
        return queue;
    }
}
