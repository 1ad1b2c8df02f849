using System.Diagnostics;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>The journal with a prepared statement on a connection of its own: a batch is one transaction, so one sync of the disk.</summary>
public sealed class SqliteJournal : BatchingJournal
{
    /// <summary>The columns that the default table mapping of Akka.Persistence.Sql names.</summary>
    private const string Insert = """
        INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, deleted)
        VALUES ($id, $number, $created, $message, $manifest, $identifier, $writer, 0)
        """;

    private const int Constraint = 19;

    /// <summary>SQLite's lock is not fair: a journal that came back at once could keep everyone else from it.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(2);

    private Task _rest = Task.CompletedTask;

    /// <summary>Akka makes it from the section <c>akka.persistence.journal.sql</c>.</summary>
    public SqliteJournal(Config config)
        : base(config)
    {
    }

    private protected override async Task InsertAsync(IReadOnlyList<RecordRow> rows)
    {
        await _rest.ConfigureAwait(false);
        var begin = Stopwatch.GetTimestamp();
        try
        {
            // The driver is synchronous; this is the only writer, so it holds at most one thread of the pool.
            await Task.Run(() => Write(rows)).ConfigureAwait(false);
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(begin);
            _rest = Task.Delay(took < LongestRest ? took : LongestRest);
        }
    }

    private protected override bool IsOfOne(Exception failure) => failure is SqliteException { SqliteErrorCode: Constraint };

    private void Write(IReadOnlyList<RecordRow> rows)
    {
        using var connection = Database.OpenSqlite();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = Insert;
        var id = command.Parameters.Add("$id", SqliteType.Text);
        var number = command.Parameters.Add("$number", SqliteType.Integer);
        var created = command.Parameters.Add("$created", SqliteType.Integer);
        var message = command.Parameters.Add("$message", SqliteType.Blob);
        var manifest = command.Parameters.Add("$manifest", SqliteType.Text);
        var identifier = command.Parameters.Add("$identifier", SqliteType.Integer);
        var writer = command.Parameters.Add("$writer", SqliteType.Text);
        foreach (var row in rows)
        {
            (id.Value, number.Value, created.Value, message.Value) = (row.PersistenceId, row.SequenceNumber, row.Created, row.Message);
            (manifest.Value, identifier.Value, writer.Value) = (row.Manifest, row.Identifier, row.Writer);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
