using Akka.Actor;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>
/// Events whose subscription is being looked up, each subscription's in order, so that none overtakes another. Belongs to the
/// gateway, and is used from inside it only.
/// </summary>
/// <param name="lookUp">Asks whether a subscription exists; gets its id and how many events wait for the answer.</param>
internal sealed class AwaitingLookUp(Action<string, int> lookUp)
{
    private const int AtMost = 10_000;

    /// <summary>So many may hold the batch that they came in; the others get a copy of their payload.</summary>
    private const int SharingAtMost = 2_000;

    private readonly Dictionary<string, Queue<(RenderedEvent Event, IActorRef Sender)>> _bySubscription = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether no more can wait.</summary>
    public bool IsFull => _count >= AtMost;

    /// <summary>Whether events of <paramref name="subscriptionId"/> wait, behind which later ones belong.</summary>
    public bool Has(string subscriptionId) => _bySubscription.ContainsKey(subscriptionId);

    /// <summary>Lets <paramref name="rendered"/> wait behind those of its subscription; the first one has it looked up.</summary>
    public void Add(RenderedEvent rendered, IActorRef sender)
    {
        var isFirst = !_bySubscription.TryGetValue(rendered.SubscriptionId, out var queue);
        if (isFirst)
        {
            _bySubscription[rendered.SubscriptionId] = queue = new(capacity: 1);
        }

        queue!.Enqueue((_count < SharingAtMost ? rendered : rendered with { Payload = OwnPayload.Of(rendered.Payload) }, sender));
        _count++;
        if (isFirst)
        {
            lookUp(rendered.SubscriptionId, 1);
        }
    }

    /// <summary>
    /// Takes those whom an answer concerns, oldest first. A "no" concerns only the events that it was asked for: one that came
    /// since may have been sent after the subscription was created, while the database was asked before; for those it is asked anew.
    /// </summary>
    /// <param name="subscriptionId">The subscription that was looked up.</param>
    /// <param name="asked">How many events waited when it was asked for.</param>
    /// <param name="exists">Whether it exists; null when the database did not answer.</param>
    public IReadOnlyList<(RenderedEvent Event, IActorRef Sender)> Answered(string subscriptionId, int asked, bool? exists)
    {
        if (!_bySubscription.TryGetValue(subscriptionId, out var queue))
        {
            return [];
        }

        var concerned = new (RenderedEvent, IActorRef)[exists == false ? asked : queue.Count];
        for (var i = 0; i < concerned.Length; i++)
        {
            concerned[i] = queue.Dequeue();
        }

        _count -= concerned.Length;
        if (queue.Count == 0)
        {
            _bySubscription.Remove(subscriptionId);
        }
        else
        {
            lookUp(subscriptionId, queue.Count);
        }

        return concerned;
    }
}
