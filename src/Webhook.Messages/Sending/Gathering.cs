using Akka.Actor;

namespace Webhook.Messages;

/// <summary>
/// What an actor hands on in batches. What comes alone goes on at once, and what came in behind it goes along; while much comes a batch
/// waits a moment for more. How much comes is reckoned by time and not by the batches: where each answer brings the next item, batches that
/// do not wait stay as short as they are. (The first after a burst may still wait a moment, once.)
/// </summary>
/// <param name="atMost">A batch has no more items.</param>
/// <param name="bytesAtMost">Nor more bytes, unless one item alone has.</param>
/// <param name="bytesOf">What an item counts.</param>
/// <param name="send">Hands a batch on; the list is its own.</param>
/// <param name="clock">Tells how much comes.</param>
internal sealed class Gathering<T>(int atMost, int bytesAtMost, Func<T, int> bytesOf, Action<IReadOnlyList<T>> send, TimeProvider clock)
{
    /// <summary>How long a batch waits.</summary>
    internal static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Over how long it is reckoned what comes.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMilliseconds(4);

    /// <summary>Items in a <see cref="Moment"/> from which on a batch waits.</summary>
    private const int BusyFrom = 2;

    private readonly BoundedBatch<T> _batch = new(atMost, bytesAtMost, bytesOf, send);
    private long _since = clock.GetTimestamp();
    private int _came;
    private bool _isBusy;

    /// <summary>Adds <paramref name="item"/>; <paramref name="self"/>, the actor, is told <see cref="Flush"/> when it is time to <see cref="Send"/>.</summary>
    public void Add(T item, IActorRef self)
    {
        _came++;
        if (!_batch.Add(item))
        {
            return;
        }

        if (IsBusy())
        {
            _ = TellLaterAsync(self);
        }
        else
        {
            // Comes up behind all that is waiting already.
            self.Tell(Flush.Instance);
        }
    }

    /// <summary>Hands on what there is; nothing when that is nothing.</summary>
    public void Send() => _batch.Send();

    private bool IsBusy()
    {
        var passed = clock.GetElapsedTime(_since);
        if (passed >= Window)
        {
            _isBusy = _came >= BusyFrom * (passed / Moment);
            (_since, _came) = (clock.GetTimestamp(), 0);
        }

        return _isBusy;
    }

    /// <summary>The actor's scheduler ticks every 10 ms, which is too seldom here.</summary>
    private async Task TellLaterAsync(IActorRef self)
    {
        await Task.Delay(Moment, clock).ConfigureAwait(false);
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
