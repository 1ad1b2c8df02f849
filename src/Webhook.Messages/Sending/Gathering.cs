using Akka.Actor;

namespace Webhook.Messages;

/// <summary>
/// What an actor hands on in batches. What comes alone goes on at once, what came in behind it goes along; only while batches are several
/// long does the next wait a moment for more.
/// </summary>
/// <param name="atMost">A batch has no more items.</param>
/// <param name="bytesAtMost">Nor more bytes, unless one item alone has.</param>
/// <param name="bytesOf">What an item counts.</param>
/// <param name="send">Hands a batch on; the list is its own.</param>
internal sealed class Gathering<T>(int atMost, int bytesAtMost, Func<T, int> bytesOf, Action<IReadOnlyList<T>> send)
{
    /// <summary>From this length of a batch on the next waits for more.</summary>
    private const int BusyFrom = 4;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private List<T> _gathered = [];
    private int _bytes;
    private int _latest;

    /// <summary>Adds <paramref name="item"/>; <paramref name="self"/>, the actor, is told <see cref="Flush"/> when it is time to <see cref="Send"/>.</summary>
    public void Add(T item, IActorRef self)
    {
        var bytes = bytesOf(item);
        if (_gathered.Count == atMost || _bytes + bytes > bytesAtMost)
        {
            Send();
        }

        _gathered.Add(item);
        _bytes += bytes;
        if (_gathered.Count > 1)
        {
            return;
        }

        if (_latest < BusyFrom)
        {
            // Comes up behind all that is waiting already.
            self.Tell(Flush.Instance);
        }
        else
        {
            _ = TellLaterAsync(self);
        }
    }

    /// <summary>Hands on what there is; nothing when that is nothing.</summary>
    public void Send()
    {
        if (_gathered.Count == 0)
        {
            return;
        }

        (var batch, _gathered, _bytes) = (_gathered, [], 0);
        _latest = batch.Count;
        send(batch);
    }

    /// <summary>The actor's scheduler ticks every 10 ms, which is too seldom here.</summary>
    private static async Task TellLaterAsync(IActorRef self)
    {
        await Task.Delay(Moment).ConfigureAwait(false);
        self.Tell(Flush.Instance);
    }
}

/// <summary>It is time to hand on what was gathered.</summary>
internal sealed record Flush : INoSerializationVerificationNeeded
{
    public static readonly Flush Instance = new();

    private Flush()
    {
    }
}
