namespace Webhook.Cluster.Subscriptions.Actor;

/// <summary>
/// Bounds the events of a node that wait for the journal, so that its own buffer never overflows: an overflow there would
/// fail writes of subscriptions that did nothing wrong.
/// </summary>
/// <param name="limit">How many may wait.</param>
public sealed class Admission(int limit)
{
    private int _waiting;

    /// <summary>How many wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes a place; false when all are taken.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _waiting);
}
