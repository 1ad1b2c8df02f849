namespace Webhook.Cluster.Delivery;

/// <summary>One host's POSTs in flight, and who waits for a place among them, fast and slow apart. Belongs to <see cref="PostSlots"/>, and is used under its lock.</summary>
/// <param name="name">The host.</param>
/// <param name="atMost">The most in flight.</param>
internal sealed class HostPlaces(string name, int atMost)
{
    private WaitingLine? _fast;
    private WaitingLine? _slow;
    private Place? _fastHead;
    private Place? _slowHead;

    public string Name => name;

    public int InFlight { get; set; }

    public bool HasRoom => InFlight < atMost;

    /// <summary>Whether nothing is known of the host that one seen for the first time would not have.</summary>
    public bool IsUnused => InFlight == 0 && _fast?.Peek() is null && _slow?.Peek() is null;

    /// <summary>Lets <paramref name="place"/> wait, for as long as its state says so.</summary>
    public void Add(Place place) => (place.Slow ? _slow ??= new() : _fast ??= new()).Add(place);

    /// <summary>Puts those who are first in line among the first of all hosts, as long as there is room for them here.</summary>
    public void ListHeads(SortedSet<Place> fast, SortedSet<Place> slow)
    {
        List(fast, ref _fastHead, HasRoom ? _fast?.Peek() : null);
        List(slow, ref _slowHead, HasRoom ? _slow?.Peek() : null);
    }

    private static void List(SortedSet<Place> heads, ref Place? listed, Place? head)
    {
        if (ReferenceEquals(listed, head))
        {
            return;
        }

        if (listed is not null)
        {
            heads.Remove(listed);
        }

        if (head is not null)
        {
            heads.Add(head);
        }

        listed = head;
    }
}
