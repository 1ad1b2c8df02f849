using Microsoft.Data.Sqlite;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>A connection that only inserts records, with its statement prepared once. One caller at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>The columns that the default table mapping of Akka.Persistence.Sql names.</summary>
    private const string Insert = """
        INSERT INTO journal (persistence_id, sequence_number, created, message, manifest, identifier, writer_uuid, deleted)
        VALUES ($id, $number, $created, $message, $manifest, $identifier, $writer, 0)
        """;

    /// <summary>In KiB: the pages of the index that each subscription has for itself stay in memory.</summary>
    private const string Settings = "PRAGMA cache_size=-32768";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter _id;
    private readonly SqliteParameter _number;
    private readonly SqliteParameter _created;
    private readonly SqliteParameter _message;
    private readonly SqliteParameter _manifest;
    private readonly SqliteParameter _identifier;
    private readonly SqliteParameter _writer;

    /// <summary>Opens the connection.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public SqliteWriter(Database database)
    {
        _connection = database.OpenSqlite();
        using (var settings = _connection.CreateCommand())
        {
            settings.CommandText = Settings;
            settings.ExecuteNonQuery();
        }

        _insert = _connection.CreateCommand();
        _insert.CommandText = Insert;
        _id = _insert.Parameters.Add("$id", SqliteType.Text);
        _number = _insert.Parameters.Add("$number", SqliteType.Integer);
        _created = _insert.Parameters.Add("$created", SqliteType.Integer);
        _message = _insert.Parameters.Add("$message", SqliteType.Blob);
        _manifest = _insert.Parameters.Add("$manifest", SqliteType.Text);
        _identifier = _insert.Parameters.Add("$identifier", SqliteType.Integer);
        _writer = _insert.Parameters.Add("$writer", SqliteType.Text);
    }

    /// <summary>Writes all of <paramref name="rows"/> or none.</summary>
    /// <exception cref="SqliteException">None was written.</exception>
    public void Write(IReadOnlyList<RecordRow> rows)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var row in rows)
        {
            (_id.Value, _number.Value, _created.Value, _message.Value) = (row.PersistenceId, row.SequenceNumber, row.Created, row.Message);
            (_manifest.Value, _identifier.Value, _writer.Value) = (row.Manifest, row.Identifier, row.Writer);
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
