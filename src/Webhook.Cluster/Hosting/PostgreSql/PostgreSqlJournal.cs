using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Npgsql;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>The journal with statements of PostgreSQL's own: one for a batch, one for each look-up of a recovery, none in a transaction around it.</summary>
public sealed class PostgreSqlJournal : BatchingJournal
{
    /// <summary>
    /// For recoveries that look up or read on what was not read ahead, each on a connection of its own. The process's: it is one node.
    /// </summary>
    private static readonly ConnectionShare Reads = new(8);

    private readonly JournalTable _table;
    private readonly Recoveries _recoveries;

    /// <summary>Akka makes it from the section <c>akka.persistence.journal.sql</c>.</summary>
    public PostgreSqlJournal(Config config)
        : base(config)
    {
        _table = new JournalTable(Database);
        _recoveries = Recoveries.Of(Context.System);
    }

    /// <inheritdoc />
    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        foreach (var row in _recoveries.Take(persistenceId).Where(r => r.SequenceNumber >= fromSequenceNr && r.SequenceNumber <= toSequenceNr).Take((int)Math.Min(max, ReadAhead.RowsAtMost)))
        {
            recoveryCallback(row.Read(Serialization));
            fromSequenceNr = row.SequenceNumber + 1;
            max--;
        }

        if (fromSequenceNr > toSequenceNr || max == 0)
        {
            return;
        }

        using var taken = await Reads.TakeAsync().ConfigureAwait(false);
        await foreach (var row in _table.ReplayAsync(persistenceId, fromSequenceNr, toSequenceNr, max).ConfigureAwait(false))
        {
            recoveryCallback(row.Read(Serialization));
        }
    }

    private protected override Task InsertAsync(IReadOnlyList<RecordRow> rows) => _table.InsertAsync(rows);

    private protected override bool IsOfOne(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected };

    private protected override void OnWritten(string persistenceId) => _recoveries.Forget(persistenceId);

    private protected override async Task<long> HighestAsync(string persistenceId, long from, CancellationToken cancellationToken)
    {
        if (_recoveries.Highest(persistenceId, from) is { } highest)
        {
            return highest;
        }

        using var taken = await Reads.TakeAsync(cancellationToken).ConfigureAwait(false);
        return (await _table.HighestAsync([persistenceId], cancellationToken).ConfigureAwait(false))[persistenceId];
    }
}
