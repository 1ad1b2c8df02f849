using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>
/// The statement that inserts a record, prepared once, and bound and stepped by SQLite's own interface: the driver's command makes a reader
/// for each row, which costs as much as the row.
/// </summary>
internal sealed class RecordInsert : IDisposable
{
    /// <summary>The columns that the default table mapping of Akka.Persistence.Sql names.</summary>
    private const string Statement = """
        INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, deleted)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0)
        """;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares it.</summary>
    /// <exception cref="SqliteException">The table is not there.</exception>
    public RecordInsert(SqliteConnection connection)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, Statement, out _statement));
    }

    /// <summary>Inserts <paramref name="row"/>.</summary>
    /// <exception cref="SqliteException">It was not inserted.</exception>
    public void Execute(RecordRow row)
    {
        Bind(1, row.PersistenceId);
        Check(raw.sqlite3_bind_int64(_statement, 2, row.SequenceNumber));
        Check(raw.sqlite3_bind_int64(_statement, 3, row.Created));
        Check(raw.sqlite3_bind_blob(_statement, 4, row.Message));
        Bind(5, row.Manifest);
        Check(raw.sqlite3_bind_int64(_statement, 6, row.Identifier));
        Bind(7, row.Writer);
        var outcome = raw.sqlite3_step(_statement);
        // Gives the same outcome once more, and leaves the statement for the next row whatever it was.
        raw.sqlite3_reset(_statement);
        Check(outcome);
    }

    /// <inheritdoc />
    public void Dispose() => _statement.Dispose();

    private void Bind(int index, string value)
    {
        Span<byte> bytes = stackalloc byte[512];
        // An empty span would be bound as NULL.
        Check(Encoding.UTF8.TryGetBytes(value, bytes, out var length) && length > 0
            ? raw.sqlite3_bind_text(_statement, index, bytes[..length])
            : raw.sqlite3_bind_text(_statement, index, value));
    }

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _database);
}
