namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>How far a node's part of the summary table may be behind. Written by the writer, read by whoever asks.</summary>
public sealed class SummaryLag
{
    private const long Nothing = -1;

    private long _since = Nothing;
    private long _writeBegan;

    /// <summary>How long the oldest row that is not in the table may have been waiting, in seconds; 0 when none waits.</summary>
    public double Seconds => Volatile.Read(ref _since) is var since && since == Nothing ? 0 : (Environment.TickCount64 - since) / 1000.0;

    /// <summary>A row waits.</summary>
    internal void Waits() => Interlocked.CompareExchange(ref _since, Environment.TickCount64, Nothing);

    /// <summary>A write begins.</summary>
    internal void Begins() => _writeBegan = Environment.TickCount64;

    /// <summary>The write ended well.</summary>
    /// <param name="tookAll">Whether it took all rows that waited when it began; then none is older than its begin.</param>
    /// <param name="anyWaits">Whether rows wait now.</param>
    internal void Ended(bool tookAll, bool anyWaits)
    {
        if (!anyWaits)
        {
            Volatile.Write(ref _since, Nothing);
        }
        else if (tookAll)
        {
            Volatile.Write(ref _since, _writeBegan);
        }
    }
}
