using System.Collections.Concurrent;
using Akka.Actor;

namespace Webhook.Messages;

/// <summary>
/// Takes the receipts of all events that this process has sent. One actor gets them all: the cluster keeps an actor for each
/// address that it answers to, so an address for each event would cost it more than the event does.
/// </summary>
internal sealed class ReceiptDesk : IDisposable
{
    private readonly ConcurrentDictionary<(string SubscriptionId, string EventId), Wait> _waiting = new();

    /// <summary>One for all that wait: each would else need a timer of its own.</summary>
    private readonly Timer _looking;

    private volatile bool _isClosed;

    /// <summary>A desk at which nobody waits for less than <paramref name="shortestWait"/>.</summary>
    public ReceiptDesk(TimeSpan shortestWait)
    {
        var looks = TimeSpan.FromMilliseconds(Math.Clamp(shortestWait.TotalMilliseconds / 10, 1, 100));
        _looking = new Timer(static desk => ((ReceiptDesk)desk!).GiveUpOverdue(), this, looks, looks);
    }

    /// <summary>What an actor is made from that hands its receipts to this desk.</summary>
    public Props Props => Props.Create(() => new Clerk(this));

    /// <summary>Begins to wait for the receipt of <paramref name="rendered"/>, when nobody waits for one of its id any more.</summary>
    public async ValueTask<Wait> WaitAsync(RenderedEvent rendered, CancellationToken cancellation)
    {
        var wait = new Wait(this, (rendered.SubscriptionId, rendered.EventId));
        while (_waiting.GetOrAdd(wait.Key, wait) is var first && first != wait)
        {
            await first.UntilReceiptAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
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

    /// <summary>One event's place at the desk; ends with its disposal, and then lets the next of the same id begin.</summary>
    internal sealed class Wait(ReceiptDesk desk, (string SubscriptionId, string EventId) key) : IDisposable
    {
        private volatile TaskCompletionSource<Receipt?> _receipt = NewSource();
        private long _dueAt = long.MaxValue;

        public (string SubscriptionId, string EventId) Key => key;

        /// <summary>The receipt; null when none came within about <paramref name="atMost"/>.</summary>
        public Task<Receipt?> ReceiptAsync(TimeSpan atMost, CancellationToken cancellation)
        {
            Volatile.Write(ref _dueAt, Environment.TickCount64 + (long)atMost.TotalMilliseconds);
            return cancellation.CanBeCanceled ? _receipt.Task.WaitAsync(cancellation) : _receipt.Task;
        }

        /// <summary>Waits anew: there was no receipt so far, or it asked to try again.</summary>
        public void Renew()
        {
            Volatile.Write(ref _dueAt, long.MaxValue);
            Interlocked.Exchange(ref _receipt, NewSource());
            CancelIfClosed();
        }

        public Task UntilReceiptAsync(CancellationToken cancellation) => ((Task)_receipt.Task).WaitAsync(cancellation);

        public void Take(Receipt receipt) => _receipt.TrySetResult(receipt);

        public void GiveUpIfOverdue(long now)
        {
            if (now >= Volatile.Read(ref _dueAt))
            {
                _receipt.TrySetResult(null);
            }
        }

        public void Cancel() => _receipt.TrySetCanceled();

        /// <summary>For one whose place, or whose turn, began as the desk closed.</summary>
        public void CancelIfClosed()
        {
            if (desk._isClosed)
            {
                Cancel();
            }
        }

        public void Dispose()
        {
            desk._waiting.TryRemove(key, out _);
            Cancel();
        }

        private static TaskCompletionSource<Receipt?> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Clerk(ReceiptDesk desk) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
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
