using System.Collections.Concurrent;
using Akka.Actor;

namespace Webhook.Messages;

/// <summary>
/// Takes the receipts of all events that this process has sent. One actor gets them all: the cluster keeps an actor for each
/// address that it answers to, so an address for each event would cost it more than the event does.
/// </summary>
internal sealed class ReceiptDesk : IDisposable
{
    private readonly ConcurrentDictionary<(string SubscriptionId, string EventId), ReceiptWait> _waiting = new();

    /// <summary>One for all that wait: each would else need a timer of its own.</summary>
    private readonly Timer _looking;

    private volatile bool _isClosed;
    private long _takenAt = Environment.TickCount64;
    private int _count;

    /// <summary>Somebody left without a receipt since the last one came: the silence goes on though nobody waits for a moment.</summary>
    private volatile bool _wasGivenUp;

    /// <summary>A desk at which nobody waits for less than <paramref name="shortestWait"/>.</summary>
    public ReceiptDesk(TimeSpan shortestWait)
    {
        var looks = TimeSpan.FromMilliseconds(Math.Clamp(shortestWait.TotalMilliseconds / 10, 1, 100));
        _looking = new Timer(static desk => ((ReceiptDesk)desk!).GiveUpOverdue(), this, looks, looks);
    }

    /// <summary>Nobody waits here any longer.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>For how long no receipt has come in though somebody waits for one.</summary>
    public TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _takenAt));

    /// <summary>What an actor is made from that hands its receipts to this desk.</summary>
    public Props Props => Props.Create(() => new Clerk(this));

    /// <summary>Begins to wait for the receipt of <paramref name="rendered"/>, when nobody waits for one of its id any more.</summary>
    public async ValueTask<ReceiptWait> WaitAsync(RenderedEvent rendered, CancellationToken cancellation)
    {
        var wait = new ReceiptWait(this, (rendered.SubscriptionId, rendered.EventId));
        while (_waiting.GetOrAdd(wait.Key, wait) is var first && first != wait)
        {
            await first.UntilEndedAsync().WaitAsync(cancellation).ConfigureAwait(false);
        }

        if (Interlocked.Increment(ref _count) == 1 && !_wasGivenUp)
        {
            // Nobody waited, so nothing was to come.
            Volatile.Write(ref _takenAt, Environment.TickCount64);
        }

        wait.CancelIfClosed();
        return wait;
    }

    /// <summary>Nobody waits any longer: all that wait end with <see cref="OperationCanceledException"/>.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _looking.Dispose();
        foreach (var (_, wait) in _waiting)
        {
            wait.Cancel();
        }
    }

    /// <summary>Lets the next of the same id begin.</summary>
    public void Leave(ReceiptWait wait)
    {
        _waiting.TryRemove(wait.Key, out _);
        _wasGivenUp |= !wait.HasReceipt;
        Interlocked.Decrement(ref _count);
    }

    private void Take(Receipt receipt)
    {
        if (_waiting.TryGetValue((receipt.SubscriptionId, receipt.EventId), out var wait))
        {
            wait.Take(receipt);
        }
    }

    private void GiveUpOverdue()
    {
        var now = Environment.TickCount64;
        foreach (var (_, wait) in _waiting)
        {
            wait.GiveUpIfOverdue(now);
        }
    }

    private sealed class Clerk(ReceiptDesk desk) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            Volatile.Write(ref desk._takenAt, Environment.TickCount64);
            desk._wasGivenUp = false;
            switch (message)
            {
                case ReceiptBatch batch:
                    foreach (var one in batch.Receipts)
                    {
                        desk.Take(one);
                    }

                    break;
                case Receipt receipt:
                    desk.Take(receipt);
                    break;
                default:
                    Unhandled(message);
                    break;
            }
        }
    }
}
