namespace Webhook.Cluster.Delivery;

/// <summary>A request for a place among the POSTs in flight. Ordered by due time, then by arrival.</summary>
internal sealed class Place : IComparable<Place>
{
    private readonly DateTimeOffset _due;
    private readonly long _order;

    internal Place(HostPlaces host, bool slow, DateTimeOffset due, long order, Action<Place> granted)
    {
        Host = host;
        Slow = slow;
        _due = due;
        _order = order;
        Granted = granted;
    }

    internal HostPlaces Host { get; }

    internal bool Slow { get; }

    internal Action<Place> Granted { get; }

    internal PlaceState State { get; set; }

    /// <inheritdoc />
    public int CompareTo(Place? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byDue = _due.CompareTo(other._due);
        return byDue != 0 ? byDue : _order.CompareTo(other._order);
    }
}

/// <summary>Where a request stands.</summary>
internal enum PlaceState
{
    /// <summary>In line.</summary>
    Waiting,

    /// <summary>Its POST may run.</summary>
    Given,

    /// <summary>Given back or withdrawn.</summary>
    Over,
}
