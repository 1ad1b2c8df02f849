using System.Collections.Concurrent;
using Akka.Actor;

namespace Webhook.Messages;

/// <summary>
/// Takes the receipts of all events that this process has sent. One actor gets them all: the cluster keeps an actor for each
/// address that it answers to, so an address for each event would cost it more than the event does.
/// </summary>
internal sealed class ReceiptDesk
{
    private readonly ConcurrentDictionary<(string SubscriptionId, string EventId), TaskCompletionSource<Receipt>> _waiting = new();

    /// <summary>What an actor is made from that hands its receipts to this desk.</summary>
    public Props Props => Props.Create(() => new Clerk(this));

    /// <summary>Begins to wait for the receipt of <paramref name="rendered"/>, when nobody waits for one of its id any more.</summary>
    public async Task<Wait> WaitAsync(RenderedEvent rendered, CancellationToken cancellation)
    {
        var key = (rendered.SubscriptionId, rendered.EventId);
        while (true)
        {
            var receipt = NewSource();
            var waiting = _waiting.GetOrAdd(key, receipt);
            if (waiting == receipt)
            {
                return new Wait(this, key, receipt);
            }

            await ((Task)waiting.Task).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource<Receipt> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(Receipt receipt)
    {
        if (_waiting.TryGetValue((receipt.SubscriptionId, receipt.EventId), out var waiting))
        {
            waiting.TrySetResult(receipt);
        }
    }

    /// <summary>One event's place at the desk; ends with its disposal, and then lets the next of the same id begin.</summary>
    internal sealed class Wait(ReceiptDesk desk, (string SubscriptionId, string EventId) key, TaskCompletionSource<Receipt> receipt) : IDisposable
    {
        private TaskCompletionSource<Receipt> _receipt = receipt;

        /// <summary>The receipt; null when none came within <paramref name="atMost"/>.</summary>
        public async Task<Receipt?> ReceiptAsync(TimeSpan atMost, CancellationToken cancellation)
        {
            try
            {
                return await _receipt.Task.WaitAsync(atMost, cancellation);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }

        /// <summary>Waits anew: the receipt so far asked to try again.</summary>
        public void Renew() => desk._waiting[key] = _receipt = NewSource();

        public void Dispose()
        {
            desk._waiting.TryRemove(key, out _);
            _receipt.TrySetCanceled();
        }
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
