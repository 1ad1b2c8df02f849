using Microsoft.Data.Sqlite;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>A connection that only writes records and snapshots, with its statements prepared once. One caller at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private const string StoreSnapshot = """
        INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        VALUES ($id, $number, $created, $snapshot, $manifest, $serializer)
        ON CONFLICT (persistence_id, sequence_number) DO UPDATE
        SET created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
        """;

    private const string DeleteSnapshots = "DELETE FROM snapshot WHERE persistence_id = $id AND sequence_number <= $number";

    /// <summary>In KiB: the pages of the index that each subscription has for itself stay in memory.</summary>
    private const string Settings = "PRAGMA cache_size=-32768";

    /// <summary>A row changes a page of the index, which each subscription has for itself.</summary>
    private const int Page = 4096;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _storeSnapshot;
    private readonly SqliteCommand _deleteSnapshots;
    private RecordInsert? _insert;
    private long _logged;

    /// <summary>Whether a commit waits for the disk, as each does on a connection that was just opened.</summary>
    private bool _isSynced = true;

    /// <summary>Writes on <paramref name="connection"/>, which is its own from now on.</summary>
    /// <exception cref="SqliteException">The connection is of no use; it is closed.</exception>
    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        try
        {
            Set(Settings);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        _storeSnapshot = Prepare(StoreSnapshot);
        _storeSnapshot.Parameters.Add("$created", SqliteType.Integer);
        _storeSnapshot.Parameters.Add("$snapshot", SqliteType.Blob);
        _storeSnapshot.Parameters.Add("$manifest", SqliteType.Text);
        _storeSnapshot.Parameters.Add("$serializer", SqliteType.Integer);
        _deleteSnapshots = Prepare(DeleteSnapshots);
    }

    /// <summary>Writes all of <paramref name="rows"/> or none.</summary>
    /// <exception cref="SqliteException">None was written.</exception>
    public void Write(IReadOnlyList<RecordRow> rows)
    {
        SetSynced(true);
        _insert ??= new RecordInsert(_connection);
        using var transaction = _connection.BeginTransaction();
        foreach (var row in rows)
        {
            _insert.Execute(row);
            _logged += Page + row.Message.Length;
        }

        transaction.Commit();
    }

    /// <summary>Stores a snapshot.</summary>
    /// <exception cref="SqliteException">It was not stored.</exception>
    public void Store(string persistenceId, SnapshotRow row) => Unsynced(_storeSnapshot, persistenceId, row.SequenceNumber, values =>
    {
        values["$created"].Value = row.Created;
        values["$snapshot"].Value = row.Snapshot;
        values["$manifest"].Value = row.Manifest;
        values["$serializer"].Value = row.Identifier;
        _logged += Page + row.Snapshot.Length;
    });

    /// <summary>Deletes the snapshots of an actor up to a sequence number.</summary>
    /// <exception cref="SqliteException">None was deleted.</exception>
    public void DeleteUpTo(string persistenceId, long sequenceNumber) => Unsynced(_deleteSnapshots, persistenceId, sequenceNumber, static _ => { });

    /// <summary>About so many bytes of log were written since this was last asked.</summary>
    public long TakeLogged()
    {
        var logged = _logged;
        _logged = 0;
        return logged;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _insert?.Dispose();
        _storeSnapshot.Dispose();
        _deleteSnapshots.Dispose();
        _connection.Dispose();
    }

    /// <summary>
    /// A snapshot saves reading and no more, so its transaction does not wait for the disk. What comes after it in the log, the deletion of what
    /// it stands for above all, is not on the disk before it.
    /// </summary>
    private void Unsynced(SqliteCommand command, string persistenceId, long sequenceNumber, Action<SqliteParameterCollection> fill)
    {
        command.Parameters["$id"].Value = persistenceId;
        command.Parameters["$number"].Value = sequenceNumber;
        fill(command.Parameters);
        SetSynced(false);
        command.ExecuteNonQuery();
    }

    /// <summary>Whether the next commit waits for the disk. Where it is not known, because saying so failed, it is said again.</summary>
    private void SetSynced(bool isSynced)
    {
        if (_isSynced == isSynced)
        {
            return;
        }

        _isSynced = false;
        Set($"PRAGMA synchronous={(isSynced ? "FULL" : "NORMAL")}");
        _isSynced = isSynced;
    }

    private SqliteCommand Prepare(string statement)
    {
        var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.Parameters.Add("$id", SqliteType.Text);
        command.Parameters.Add("$number", SqliteType.Integer);
        return command;
    }

    private void Set(string pragma)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = pragma;
        command.ExecuteNonQuery();
    }
}
