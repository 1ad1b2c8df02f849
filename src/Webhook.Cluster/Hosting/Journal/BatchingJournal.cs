using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Sql.Journal;

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>The journal of Akka.Persistence.Sql, on its tables, with one statement for what many actors write at the same time.</summary>
public abstract class BatchingJournal : SqlWriteJournal
{
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private readonly WriteBatches _batches;

    /// <summary>A journal that begins to write at once.</summary>
    /// <param name="config">The section <c>akka.persistence.journal.sql</c>.</param>
    protected BatchingJournal(Config config)
        : base(config)
    {
        Serialization = Context.System.Serialization;
        Database = DatabaseSetup.Of(Context.System);
        _batches = new WriteBatches(InsertAsync, IsOfOne, config.GetInt("parallelism"), config.GetInt("buffer-size"));
    }

    private protected Akka.Serialization.Serialization Serialization { get; }

    private protected Database Database { get; }

    /// <inheritdoc />
    public sealed override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        if (_underWay.TryGetValue(persistenceId, out var write))
        {
            // A life before may have left it; what it becomes must be known before the next one begins.
            await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            OnWritten(persistenceId);
        }

        return await HighestAsync(persistenceId, fromSequenceNr, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected sealed override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        if (writes.Count == 0)
        {
            // An answer that was deferred behind earlier records makes a batch of its own, with nothing to write.
            return Task.FromResult<IImmutableList<Exception>>(null!);
        }

        if (RowsOf(writes) is not { } rows)
        {
            // Tags have a table of their own. No record of ours has one.
            return base.WriteMessagesAsync(writes, cancellationToken);
        }

        var write = _batches.WriteAsync(rows);
        var id = writes[0].PersistenceId;
        _underWay[id] = write;
        return CompleteAsync(id, write);
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        base.PostStop();
        // What waits is written beside the stop; nobody is told of it any more.
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

    /// <summary>The rows of <paramref name="writes"/>; null when a record has tags.</summary>
    private List<RecordRow>? RowsOf(List<AtomicWrite> writes)
    {
        var created = DateTime.UtcNow.Ticks;
        var rows = new List<RecordRow>(writes.Count);
        foreach (var write in writes)
        {
            // By index: most often there is one, and going through the tree that it stands in costs more than it does.
            var records = (IImmutableList<IPersistentRepresentation>)write.Payload;
            for (var i = 0; i < records.Count; i++)
            {
                if (records[i].Payload is Tagged)
                {
                    return null;
                }

                rows.Add(RecordRow.Of(records[i], created, Serialization));
            }
        }

        return rows;
    }

    private async Task CloseAsync()
    {
        await _batches.CloseAsync().ConfigureAwait(false);
        OnClosed();
    }

    private async Task<IImmutableList<Exception>> CompleteAsync(string id, Task write)
    {
        try
        {
            await write.ConfigureAwait(false);
            // Akka's word for "all were written".
            return null!;
        }
        finally
        {
            OnWritten(id);
            _underWay.TryRemove(new KeyValuePair<string, Task>(id, write));
        }
    }
}
