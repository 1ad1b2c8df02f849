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

    /// <summary>What gets the place; none once it was taken back, since it would keep a payload for as long as the line is long.</summary>
    internal Action<Place>? Granted { get; private set; }

    internal PlaceState State { get; set; }

    /// <summary>Waits no longer.</summary>
    internal void TakeBack()
    {
        State = PlaceState.Over;
        Granted = null;
    }

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
