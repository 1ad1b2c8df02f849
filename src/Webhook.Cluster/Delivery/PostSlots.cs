namespace Webhook.Cluster.Delivery;

/// <summary>
/// The caps on POSTs in flight per node and per host. Places go by due time among the hosts that have room; subscriptions
/// whose last attempt timed out share at most a quarter of the places, so that hanging endpoints never starve the rest.
/// </summary>
/// <param name="perNode">The most POSTs in flight.</param>
/// <param name="perHost">The most of them to one host.</param>
internal sealed class PostSlots(int perNode, int perHost)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HostPlaces> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first in line of each host that has room; fast and slow apart.</summary>
    private readonly SortedSet<Place> _fastHeads = [];
    private readonly SortedSet<Place> _slowHeads = [];
    private readonly int _slowAtMost = Math.Max(1, perNode / 4);
    private long _order;
    private int _slowInFlight;

    /// <summary>Places taken.</summary>
    public int InFlight { get; private set; }

    /// <summary>Places asked for and not yet given.</summary>
    public int Waiting { get; private set; }

    /// <summary>Asks for a place; it is given at once when there is one.</summary>
    /// <param name="host">Host of the callback URL.</param>
    /// <param name="due">Since when the POST could have been made.</param>
    /// <param name="slow">Whether the subscription's last attempt timed out.</param>
    /// <param name="granted">Called once, outside the lock, when the place is given; gets it.</param>
    public Place Enter(string host, DateTimeOffset due, bool slow, Action<Place> granted)
    {
        Place place;
        List<Place>? given = null;
        lock (_lock)
        {
            place = new Place(PlacesOf(host), slow, due, _order++, granted);
            if (Waiting == 0 && HasRoom(place))
            {
                Take(place);
            }
            else
            {
                place.Host.Add(place);
                Waiting++;
                List(place.Host);
                given = Grant();
            }
        }

        if (given is null)
        {
            granted(place);
        }
        else
        {
            Call(given);
        }

        return place;
    }

    /// <summary>Takes a request back; false when its place was given already.</summary>
    public bool Withdraw(Place place)
    {
        lock (_lock)
        {
            if (place.State != PlaceState.Waiting)
            {
                return false;
            }

            place.TakeBack();
            Waiting--;
            List(place.Host);
            return true;
        }
    }

    /// <summary>Gives a place back; at once taken by the next in line.</summary>
    public void Leave(Place place)
    {
        List<Place> given;
        lock (_lock)
        {
            if (place.State != PlaceState.Given)
            {
                return;
            }

            place.State = PlaceState.Over;
            InFlight--;
            place.Host.InFlight--;
            _slowInFlight -= place.Slow ? 1 : 0;
            List(place.Host);
            if (Waiting == 0)
            {
                return;
            }

            given = Grant();
        }

        Call(given);
    }

    private List<Place> Grant()
    {
        List<Place> given = [];
        while (InFlight < perNode && Next() is { } next)
        {
            Take(next);
            Waiting--;
            List(next.Host);
            given.Add(next);
        }

        return given;
    }

    private Place? Next()
    {
        var slow = _slowInFlight < _slowAtMost ? _slowHeads.Min : null;
        return _fastHeads.Min is not { } fast ? slow : slow is not null && slow.CompareTo(fast) < 0 ? slow : fast;
    }

    private bool HasRoom(Place place) => InFlight < perNode && place.Host.HasRoom && (!place.Slow || _slowInFlight < _slowAtMost);

    private void Take(Place place)
    {
        place.State = PlaceState.Given;
        InFlight++;
        place.Host.InFlight++;
        _slowInFlight += place.Slow ? 1 : 0;
    }

    private HostPlaces PlacesOf(string host) =>
        _hosts.TryGetValue(host, out var places) ? places : _hosts[host] = new HostPlaces(host, perHost);

    /// <summary>After each change of a host: its heads stand among all, and one that has nothing is forgotten.</summary>
    private void List(HostPlaces host)
    {
        host.ListHeads(_fastHeads, _slowHeads);
        if (host.IsUnused)
        {
            _hosts.Remove(host.Name);
        }
    }

    private static void Call(List<Place> given)
    {
        foreach (var place in given)
        {
            place.Granted!(place);
        }
    }
}
