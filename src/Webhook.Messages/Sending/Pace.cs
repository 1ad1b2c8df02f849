namespace Webhook.Messages;

/// <summary>
/// Whether much comes, so that waiting a moment for more pays. It is reckoned by time and not by what is handed on at once: where each answer
/// brings the next item, batches that do not wait stay as short as they are. (The first after a burst may still wait, once.) One thread at a time.
/// </summary>
/// <param name="busyFrom">Items in a millisecond from which on it is much.</param>
/// <param name="window">Over how long it is reckoned.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class Pace(double busyFrom, TimeSpan window, TimeProvider clock)
{
    private long _since = clock.GetTimestamp();
    private int _came;
    private bool _isBusy;

    /// <summary>Items have come.</summary>
    public void Add(int count) => _came += count;

    /// <summary>Whether much came in the window before.</summary>
    public bool IsBusy()
    {
        var passed = clock.GetElapsedTime(_since);
        if (passed >= window)
        {
            _isBusy = _came >= busyFrom * passed.TotalMilliseconds;
            (_since, _came) = (clock.GetTimestamp(), 0);
        }

        return _isBusy;
    }
}
