namespace Webhook.Messages;

/// <summary>One event's place at the desk; ends with its disposal, and then lets the next of the same id begin.</summary>
internal sealed class ReceiptWait(ReceiptDesk desk, (string SubscriptionId, string EventId) key) : IDisposable
{
    private volatile TaskCompletionSource<Receipt?> _receipt = NewSource();
    private long _dueAt = long.MaxValue;

    /// <summary>One that came between two sources: after a time-out, or behind one that asked to try again.</summary>
    private Receipt? _late;

    /// <summary>Made when somebody waits for the end.</summary>
    private TaskCompletionSource? _ended;
    private bool _isOver;

    public (string SubscriptionId, string EventId) Key => key;

    /// <summary>Whether a receipt has come.</summary>
    public bool HasReceipt => _receipt.Task is { IsCompletedSuccessfully: true, Result: not null };

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
        TakeLate();
        CancelIfClosed();
    }

    /// <summary>Completes when nobody waits for a receipt of this id any more.</summary>
    public Task UntilEndedAsync()
    {
        var ended = LazyInitializer.EnsureInitialized(ref _ended, static () => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref _isOver))
        {
            ended.TrySetResult();
        }

        return ended.Task;
    }

    public void Take(Receipt receipt)
    {
        var source = _receipt;
        if (source.TrySetResult(receipt))
        {
            return;
        }

        Interlocked.Exchange(ref _late, receipt);
        if (_receipt != source)
        {
            TakeLate();
        }
    }

    public void GiveUpIfOverdue(long now)
    {
        // The source first: one that begins later has another time.
        var source = _receipt;
        if (now >= Volatile.Read(ref _dueAt))
        {
            source.TrySetResult(null);
        }
    }

    public void Cancel() => _receipt.TrySetCanceled();

    /// <summary>For one whose place, or whose turn, began as the desk closed.</summary>
    public void CancelIfClosed()
    {
        if (desk.IsClosed)
        {
            Cancel();
        }
    }

    public void Dispose()
    {
        desk.Leave(this);
        Cancel();
        Interlocked.Exchange(ref _isOver, true);
        _ended?.TrySetResult();
    }

    private void TakeLate()
    {
        if (Interlocked.Exchange(ref _late, null) is { } late)
        {
            _receipt.TrySetResult(late);
        }
    }

    private static TaskCompletionSource<Receipt?> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
