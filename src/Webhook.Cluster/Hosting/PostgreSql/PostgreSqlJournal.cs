using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Npgsql;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>The journal with statements of PostgreSQL's own: one for a batch, one for each look-up of a recovery, none in a transaction around it.</summary>
public sealed class PostgreSqlJournal : BatchingJournal
{
    private readonly JournalTable _table;

    /// <summary>Akka makes it from the section <c>akka.persistence.journal.sql</c>.</summary>
    public PostgreSqlJournal(Config config)
        : base(config) => _table = new JournalTable(Database);

    /// <inheritdoc />
    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        await foreach (var row in _table.ReplayAsync(persistenceId, fromSequenceNr, toSequenceNr, max).ConfigureAwait(false))
        {
            recoveryCallback(row.Read(Serialization));
        }
    }

    private protected override Task InsertAsync(IReadOnlyList<RecordRow> rows) => _table.InsertAsync(rows);

    private protected override bool IsOfOne(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected };

    private protected override Task<long> HighestAsync(string persistenceId, long from, CancellationToken cancellationToken) =>
        _table.HighestAsync(persistenceId, cancellationToken);
}
