using Akka.Actor;
using Akka.Event;

namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>
/// Gathers the <see cref="SummaryRow"/>s of a node and writes them in batches: the newest for each id wins. While the
/// database fails, rows are kept and tried again; they are bounded by the number of subscriptions that this node has woken.
/// </summary>
public sealed class SummaryWriter : ReceiveActor, IWithTimers
{
    private const int BatchSize = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Func<IReadOnlyCollection<SummaryRow>, Task> _write;
    private readonly SummaryLag _lag;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, SummaryRow> _pending = new(StringComparer.Ordinal);
    private List<SummaryRow> _beingWritten = [];
    private Task _writing = Task.CompletedTask;
    private bool _tookAll;
    private int _failures;

    /// <summary>Writes by <paramref name="write"/>, at most <see cref="BatchSize"/> rows at a time.</summary>
    public SummaryWriter(Func<IReadOnlyCollection<SummaryRow>, Task> write, SummaryLag lag)
    {
        _write = write;
        _lag = lag;
        Receive<SummaryRow>(row =>
        {
            Keep(row);
            _lag.Waits();
            Schedule(Pause);
        });
        Receive<Flush>(_ => Write());
        Receive<Written>(OnWritten);
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The writer of <paramref name="table"/>.</summary>
    public static Props Props(SummaryTable table, SummaryLag lag) => Props(rows => table.UpsertAsync(rows), lag);

    /// <summary>A writer that writes by <paramref name="write"/>.</summary>
    public static Props Props(Func<IReadOnlyCollection<SummaryRow>, Task> write, SummaryLag lag) => Akka.Actor.Props.Create(() => new SummaryWriter(write, lag));

    /// <inheritdoc />
    protected override void PostStop()
    {
        try
        {
            // The stop waits a moment for what is left; what is lost all the same is repaired when the subscription recovers or, where it is quiet, next falls asleep.
            if (!Task.Run(WriteRestAsync).Wait(StopPatience))
            {
                _log.Warning("Stopped with {Rows} rows of the summary table unwritten.", _pending.Count);
            }
        }
        catch (AggregateException e)
        {
            _log.Warning(e.GetBaseException(), "Stopped with {Rows} rows of the summary table unwritten.", _pending.Count);
        }
    }

    private static bool IsNewer(SummaryRow row, SummaryRow than) =>
        (row.Generation, row.SequenceNumber).CompareTo((than.Generation, than.SequenceNumber)) >= 0;

    private void Keep(SummaryRow row)
    {
        if (!_pending.TryGetValue(row.Id, out var kept) || IsNewer(row, kept))
        {
            _pending[row.Id] = row;
        }
    }

    private void Schedule(TimeSpan delay)
    {
        if (_writing.IsCompleted && _pending.Count > 0 && !Timers.IsTimerActive(Flush.Instance))
        {
            Timers.StartSingleTimer(Flush.Instance, Flush.Instance, delay);
        }
    }

    private void Write()
    {
        var batch = _pending.Values.Take(BatchSize).ToList();
        batch.ForEach(row => _pending.Remove(row.Id));
        _beingWritten = batch;
        _tookAll = _pending.Count == 0;
        _lag.Begins();
        _writing = Task.Run(() => _write(batch));
        _writing.PipeTo(Self, success: () => new Written(batch, null), failure: e => new Written(batch, e));
    }

    private void OnWritten(Written written)
    {
        if (ReferenceEquals(written.Rows, _beingWritten))
        {
            _beingWritten = [];
        }

        if (written.Fault is null)
        {
            _failures = 0;
            _lag.Ended(_tookAll, _pending.Count > 0);
            Schedule(_pending.Count >= BatchSize ? TimeSpan.Zero : Pause);
            return;
        }

        PutBack(written.Rows);
        var backoff = TimeSpan.FromTicks(Math.Min(LongestBackoff.Ticks, Pause.Ticks << Math.Min(_failures++, 10)));
        _log.Warning(written.Fault, "The summary table could not be written; {Rows} rows wait, the next try is in {Backoff}.", _pending.Count, backoff);
        Schedule(backoff);
    }

    /// <summary>Rows of a failed write wait again, save those that were replaced meanwhile.</summary>
    private void PutBack(IEnumerable<SummaryRow> rows)
    {
        foreach (var row in rows)
        {
            var newer = _pending.GetValueOrDefault(row.Id);
            if (newer is null || !IsNewer(newer, row))
            {
                _pending[row.Id] = row;
            }
        }
    }

    private async Task WriteRestAsync()
    {
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_writing.IsCompletedSuccessfully)
        {
            PutBack(_beingWritten);
        }

        foreach (var batch in _pending.Values.Chunk(BatchSize))
        {
            await _write(batch).ConfigureAwait(false);
        }
    }

    private sealed record Flush
    {
        public static readonly Flush Instance = new();
    }

    private sealed record Written(IReadOnlyList<SummaryRow> Rows, Exception? Fault);
}
