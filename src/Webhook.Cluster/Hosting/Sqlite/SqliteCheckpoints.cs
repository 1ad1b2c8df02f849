using Microsoft.Data.Sqlite;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>
/// Brings the log into the file beside the writer, which would else stand still, and every receipt with it, for as long as the disk takes for
/// all pages. What the writer has added meanwhile it brings over itself, when the log has its full size, and so it does all where this fails.
/// </summary>
/// <param name="database">The database.</param>
internal sealed class SqliteCheckpoints(Database database)
{
    /// <summary>After so many bytes of log, a quarter of its full size.</summary>
    internal const long Every = 16 * 1024 * 1024;

    /// <summary>A record changes a page of the index, which its subscription has for itself.</summary>
    private const int Page = 4096;

    private long _logged;
    private bool _isRunning;

    /// <summary>These <paramref name="rows"/> were written. One caller at a time.</summary>
    public void Note(IReadOnlyList<RecordRow> rows)
    {
        foreach (var row in rows)
        {
            _logged += Page + row.Message.Length;
        }

        if (_logged < Every || Interlocked.Exchange(ref _isRunning, true))
        {
            return;
        }

        _logged = 0;
        try
        {
            new Thread(Run) { IsBackground = true, Name = "SQLite checkpoint" }.UnsafeStart();
        }
        catch (OutOfMemoryException)
        {
            // No thread to be had: the rows are written all the same.
            Volatile.Write(ref _isRunning, false);
        }
    }

    private void Run()
    {
        try
        {
            using var connection = database.OpenSqlite();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The writer will find out by itself.
        }
        finally
        {
            Volatile.Write(ref _isRunning, false);
        }
    }
}
