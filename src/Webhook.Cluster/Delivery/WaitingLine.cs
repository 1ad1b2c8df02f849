namespace Webhook.Cluster.Delivery;

/// <summary>Places that wait, in their order. One that waits no longer stays until its turn, and is passed over then. Used under the lock of <see cref="PostSlots"/>.</summary>
internal sealed class WaitingLine
{
    private readonly PriorityQueue<Place, Place> _places = new();

    /// <summary>The first that still waits; null for none. Those before it that do not are forgotten.</summary>
    public Place? Peek()
    {
        while (_places.TryPeek(out var first, out _))
        {
            if (first.State == PlaceState.Waiting)
            {
                return first;
            }

            _places.Dequeue();
        }

        return null;
    }

    /// <summary>Puts <paramref name="place"/> where it belongs; most often at the end.</summary>
    public void Add(Place place) => _places.Enqueue(place, place);
}
