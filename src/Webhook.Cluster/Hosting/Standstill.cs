namespace Webhook.Cluster.Hosting;

/// <summary>
/// Notices that this process stood still: frozen, or on a machine that was. Meanwhile the others may have declared it dead
/// and taken over its subscriptions, so it must end before it does anything else. A thread of its own beats; whoever is
/// about to touch the database looks whether the beat is fresh, because on waking it may run before that thread does.
/// </summary>
public sealed class Standstill : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly Action<TimeSpan> _end;
    private readonly ManualResetEventSlim _stopped = new();
    private readonly Thread _thread;
    private long _beatAt;
    private int _ended;

    /// <summary>Begins to beat.</summary>
    /// <param name="limit">The longest pause that is safe: the split-brain resolver's <c>stable-after</c>.</param>
    /// <param name="time">Its timestamps; they must go on while the process is frozen.</param>
    /// <param name="end">Ends the process; gets the length of the pause.</param>
    public Standstill(TimeSpan limit, TimeProvider time, Action<TimeSpan> end)
    {
        _limit = limit;
        _time = time;
        _end = end;
        _beatAt = time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = "standstill", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>A watch that kills this process: nothing that an orderly end would run may still reach the database.</summary>
    public static Standstill KillingThisProcess(TimeSpan limit) => new(limit, TimeProvider.System, Kill);

    /// <summary>Call before touching the database.</summary>
    /// <exception cref="InvalidOperationException">The process stood still too long, and is about to end.</exception>
    public void ThrowIfStoodStill()
    {
        var pause = _time.GetElapsedTime(Volatile.Read(ref _beatAt));
        if (pause <= _limit && Volatile.Read(ref _ended) == 0)
        {
            return;
        }

        End(pause);
        throw new InvalidOperationException("This process stood still so long that others may have taken over its work; it ends.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopped.Set();
        _thread.Join();
        _stopped.Dispose();
    }

    private void Run()
    {
        do
        {
            // Read once: a pause between two reads would be no part of this beat, and the second would hide it from the next.
            var now = _time.GetTimestamp();
            var pause = _time.GetElapsedTime(_beatAt, now);
            if (pause > _limit)
            {
                End(pause);
                return;
            }

            Volatile.Write(ref _beatAt, now);
        }
        while (!_stopped.Wait(Beat));
    }

    private void End(TimeSpan pause)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _end(pause);
        }
    }

    private static void Kill(TimeSpan pause)
    {
        // On a thread of its own: a reader of the log that is gone must not keep this process alive.
        Task.Run(() => Console.Error.WriteLine($"This node stood still for {pause.TotalSeconds:0.0} s; others may own its subscriptions now. It ends itself."))
            .Wait(TimeSpan.FromSeconds(2));
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
