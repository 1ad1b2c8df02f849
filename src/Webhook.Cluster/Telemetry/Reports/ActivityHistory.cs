using System.Diagnostics.Metrics;

namespace Webhook.Cluster.Telemetry.Reports;

/// <summary>What this node counted in the last hour. It listens to the node's own instruments, so that each thing is counted once.</summary>
public sealed class ActivityHistory : BackgroundService
{
    /// <summary>How long a slot is, in seconds.</summary>
    public const int SlotSeconds = 10;

    /// <summary>How many slots are kept.</summary>
    public const int Slots = 360;

    /// <summary>How late an attempt may begin before it counts as late, in seconds; as the alert has it.</summary>
    private const double LateSeconds = 10;

    private static readonly int Series = Enum.GetValues<Activity>().Length;

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly MeterListener _listener;
    private readonly long[] _totals = new long[Series];
    private readonly List<long[]> _ends = [new long[Series]];

    /// <summary>Listens to the instruments of <paramref name="meters"/>.</summary>
    public ActivityHistory(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                // Tests run several nodes in one process.
                if (instrument.Meter.Name == WebhookMeter.Name && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    Listen(instrument, listener);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, activity) => Add((Activity)activity!, count, tags));
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, activity) => Interlocked.Add(ref _totals[(int)activity!], seconds > LateSeconds ? 1 : 0));
        _listener.Start();
    }

    /// <summary>The counts of each slot that is kept, oldest first, the one under way last; and that one's number.</summary>
    internal (long LastSlot, Func<Activity, IReadOnlyList<long>> Counts) Read()
    {
        List<long[]> ends;
        lock (_gate)
        {
            ends = [.. _ends, [.. _totals.Select((_, i) => Volatile.Read(ref _totals[i]))]];
        }

        return (Slot(), activity => [.. ends.Skip(1).Zip(ends, (end, begin) => end[(int)activity] - begin[(int)activity])]);
    }

    /// <summary>Ends the slot under way.</summary>
    internal void EndSlot()
    {
        lock (_gate)
        {
            _ends.Add([.. _totals]);
            if (_ends.Count > Slots)
            {
                _ends.RemoveAt(0);
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _listener.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var slot = Slot(); ; slot++)
        {
            // Slots begin at the same moments on all nodes, so that they can be summed.
            var end = DateTimeOffset.FromUnixTimeSeconds((slot + 1) * SlotSeconds);
            if (end - _clock.GetUtcNow() is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, _clock, stoppingToken);
            }

            EndSlot();
        }
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        Activity? activity = instrument.Name switch
        {
            "webhook.events.accepted" => Activity.Accepted,
            "webhook.attempts" => Activity.Delivered,
            "webhook.attempt.lateness" => Activity.Late,
            "webhook.journal.failures" => Activity.JournalFailures,
            _ => null,
        };
        if (activity is { } known)
        {
            listener.EnableMeasurementEvents(instrument, known);
        }
    }

    private long Slot() => _clock.GetUtcNow().ToUnixTimeSeconds() / SlotSeconds;

    private void Add(Activity activity, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (activity == Activity.Delivered && tags is not [{ Value: "delivered" }, ..])
        {
            activity = Activity.Failed;
        }

        Interlocked.Add(ref _totals[(int)activity], count);
    }
}

/// <summary>What is counted.</summary>
internal enum Activity
{
    Accepted,
    Delivered,
    Failed,
    Late,
    JournalFailures,
}
