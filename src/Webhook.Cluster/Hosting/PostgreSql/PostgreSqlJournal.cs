using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Persistence.Sql.Journal;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>
/// The journal of Akka.Persistence.Sql, on its tables, with statements of PostgreSQL's own: one for a batch of many actors'
/// records, one for each look-up of a recovery, none in a transaction around it.
/// </summary>
public sealed class PostgreSqlJournal : SqlWriteJournal
{
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private readonly Akka.Serialization.Serialization _serialization;
    private readonly JournalTable _table;
    private readonly WriteBatches _batches;

    /// <summary>Akka makes it from the section <c>akka.persistence.journal.sql</c>.</summary>
    public PostgreSqlJournal(Config config)
        : base(config)
    {
        _serialization = Context.System.Serialization;
        _table = new JournalTable(DatabaseSetup.Of(Context.System));
        _batches = new WriteBatches(_table.InsertAsync, config.GetInt("parallelism"), config.GetInt("buffer-size"));
    }

    /// <inheritdoc />
    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        if (_underWay.TryGetValue(persistenceId, out var write))
        {
            // A life before may have left it; what it becomes must be known before the next one begins.
            await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await _table.HighestAsync(persistenceId, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        await foreach (var row in _table.ReplayAsync(persistenceId, fromSequenceNr, toSequenceNr, max).ConfigureAwait(false))
        {
            recoveryCallback(row.Read(_serialization));
        }
    }

    /// <inheritdoc />
    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        if (writes.Count == 0)
        {
            // An answer that was deferred behind earlier records makes a batch of its own, with nothing to write.
            return Task.FromResult<IImmutableList<Exception>>(null!);
        }

        var records = writes.SelectMany(w => (IImmutableList<IPersistentRepresentation>)w.Payload).ToList();
        if (records.Exists(r => r.Payload is Tagged))
        {
            // Tags have a table of their own. No record of ours has one.
            return base.WriteMessagesAsync(writes, cancellationToken);
        }

        var created = DateTime.UtcNow.Ticks;
        var write = _batches.WriteAsync(records.ConvertAll(r => RecordRow.Of(r, created, _serialization)));
        var id = writes[0].PersistenceId;
        _underWay[id] = write;
        return CompleteAsync(id, write);
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        base.PostStop();
        // What waits is written beside the stop; nobody is told of it any more.
        _ = _batches.CloseAsync();
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
            _underWay.TryRemove(new KeyValuePair<string, Task>(id, write));
        }
    }
}
