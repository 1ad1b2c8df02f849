namespace Webhook.Cluster.Telemetry;

/// <summary>So many lines in a second, and a count of those left out.</summary>
/// <param name="perSecond">How many.</param>
/// <param name="clock">Parts the seconds.</param>
internal sealed class LineBudget(int perSecond, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _begin = clock.GetTimestamp();
    private int _asked;

    /// <summary>Asks for a line.</summary>
    /// <returns>Whether it may be written, and how many were left out in a second that is over; told once.</returns>
    public (bool May, int LeftOut) Ask()
    {
        lock (_gate)
        {
            var leftOut = 0;
            if (clock.GetElapsedTime(_begin) >= TimeSpan.FromSeconds(1))
            {
                leftOut = Math.Max(0, _asked - perSecond);
                _begin = clock.GetTimestamp();
                _asked = 0;
            }

            return (++_asked <= perSecond, leftOut);
        }
    }
}
