using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>
/// The journal of Akka.Persistence.Sql, on its tables, with one statement for what many actors write at the same time. The library makes
/// several tasks, a timer and a further actor's message for each write; here an actor's write goes straight to its statement, and the
/// statement's end straight to the actor.
/// </summary>
public abstract class BatchingJournal : SqlWriteJournal
{
    private static readonly TimeSpan LooksForLate = TimeSpan.FromSeconds(1);

    private readonly WritesUnderWay _underWay;
    private readonly WriteBatches _batches;
    private readonly Action<WriteRequest, Exception?> _written;
    private readonly Action<WriteRequest> _ended;
    private readonly TimeSpan _patience;
    private readonly ICancelable _looking;

    /// <summary>Before its tables are there the library receives by a method of its own, which holds everything back.</summary>
    private bool _isReady;

    /// <summary>A journal that begins to write at once.</summary>
    /// <param name="config">The section <c>akka.persistence.journal.sql</c>.</param>
    protected BatchingJournal(Config config)
        : base(config)
    {
        Serialization = Context.System.Serialization;
        Database = DatabaseSetup.Of(Context.System);
        _underWay = WritesUnderWay.Of(Context.System);
        _written = OnWritten;
        _ended = _underWay.End;
        _patience = config.GetTimeSpan("circuit-breaker.call-timeout");
        var log = Context.GetLogger();
        _batches = new WriteBatches(InsertAsync, IsOfOne, e => log.Error(e, "An actor could not be told what became of its records"), config.GetInt("parallelism"), config.GetInt("buffer-size"), TimeProvider.System);
        _looking = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(LooksForLate, LooksForLate, Self, LookForLate.Instance, Self);
    }

    private protected Akka.Serialization.Serialization Serialization { get; }

    private protected Database Database { get; }

    /// <inheritdoc />
    public sealed override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        // A life before may have left a write; what it becomes must be known before the next one begins.
        await _underWay.UntilEndedAsync(persistenceId).ConfigureAwait(false);
        return await HighestAsync(persistenceId, fromSequenceNr, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected sealed override bool AroundReceive(Receive receive, object message)
    {
        _isReady = _isReady || receive.Method.DeclaringType != typeof(SqlWriteJournal);
        return (_isReady && message is WriteMessages write && TryTake(write)) || base.AroundReceive(receive, message);
    }

    /// <inheritdoc />
    protected sealed override bool ReceivePluginInternal(object message)
    {
        if (message is not LookForLate)
        {
            return base.ReceivePluginInternal(message);
        }

        _underWay.AnswerLate(_patience);
        return true;
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        base.PostStop();
        _looking.Cancel();
        // What waits is written beside the stop.
        _ = CloseAsync();
    }

    /// <summary>Nothing more is written.</summary>
    private protected virtual void OnClosed()
    {
    }

    /// <summary>Writes all rows or none.</summary>
    private protected abstract Task InsertAsync(IReadOnlyList<RecordRow> rows);

    /// <summary>Whether a failure is the fault of a single record.</summary>
    private protected abstract bool IsOfOne(Exception failure);

    /// <summary>The highest sequence number written; 0 for none.</summary>
    private protected virtual Task<long> HighestAsync(string persistenceId, long from, CancellationToken cancellationToken) =>
        base.ReadHighestSequenceNrAsync(persistenceId, from, cancellationToken);

    /// <summary>A write of <paramref name="persistenceId"/> ended, well or not; the next recovery is not let in before this.</summary>
    private protected virtual void OnWritten(string persistenceId)
    {
    }

    /// <summary>Takes <paramref name="message"/> unless it is one for the library: it has records with tags, and none of ours has one.</summary>
    private bool TryTake(WriteMessages message)
    {
        List<RecordRow>? rows = [];
        Exception? failure = null;
        try
        {
            rows = WriteRequest.RowsOf(message, Serialization);
        }
        catch (Exception e)
        {
            failure = e;
        }

        if (rows is null)
        {
            return false;
        }

        var write = new WriteRequest(message, rows, Self, _written, _ended);
        if (rows.Count == 0)
        {
            // An answer that was deferred behind earlier records comes by itself, with nothing to write.
            write.Answer(failure);
            return true;
        }

        _underWay.Begin(write);
        if (!_batches.TryWrite(write))
        {
            write.End(new TooManyWritesException());
        }

        return true;
    }

    private void OnWritten(WriteRequest write, Exception? failure)
    {
        OnWritten(write.PersistenceId);
        if (failure is null || !(failure is TooManyWritesException || IsOfOne(failure)))
        {
            _underWay.Note(failure);
        }
    }

    private async Task CloseAsync()
    {
        await _batches.CloseAsync().ConfigureAwait(false);
        OnClosed();
    }

    private sealed record LookForLate : INoSerializationVerificationNeeded
    {
        public static readonly LookForLate Instance = new();
    }
}
