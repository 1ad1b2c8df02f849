using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Tests.Core.Dsl;

/// <summary>The clock that passes, the clock on the wall, and the timer.</summary>
internal sealed partial class Lived
{
    private Wait? _armedFor;
    private TimeSpan _skew;

    /// <summary>Time that passed, whatever the wall clock says.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>What the wall clock says.</summary>
    public DateTimeOffset Now => Epoch + Elapsed + _skew;

    /// <summary>When the timer goes off, by the clock that never jumps; null when none is armed.</summary>
    public TimeSpan? FiresAt { get; private set; }

    /// <summary>Sets the wall clock, and the wall clock only.</summary>
    public void JumpClock(TimeSpan by) => _skew += by;

    /// <summary>Lets <paramref name="time"/> pass; the timer goes off when it is due.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Elapsed + time;
        while (Earlier(Earlier(FiresAt, AnnouncesAt), MomentEndsAt) is { } at && at <= end)
        {
            Elapsed = at;
            if (at == FiresAt)
            {
                Tick();
            }
            else if (at == MomentEndsAt)
            {
                MomentIsOver();
            }
            else
            {
                AnnounceAgain();
            }
        }

        Elapsed = end;
    }

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => b is null || a < b ? a : b;

    private void Arm(Wait? wake)
    {
        if (wake != _armedFor)
        {
            _armedFor = wake;
            FiresAt = wake is { } wait ? Elapsed + wait.Remaining(Now) : null;
        }
    }

    private void Tick()
    {
        var until = _armedFor!.Value.Until;
        (_armedFor, FiresAt) = (null, null);
        Flight = Flight.Ripen(Ahead, until);
        Drive();
        Settle();
    }
}
