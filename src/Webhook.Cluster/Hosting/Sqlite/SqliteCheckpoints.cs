namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>
/// Brings the log into the file beside the writer, which would else stand still, and every receipt with it, for as long as the disk takes for
/// all pages. What came in since the last time is left to the writer when the log has its full size, and so is all where this fails.
/// </summary>
/// <param name="database">The database.</param>
internal sealed class SqliteCheckpoints(Database database)
{
    /// <summary>After about so many bytes of log.</summary>
    internal const long Every = 16 * 1024 * 1024;

    private long _logged;
    private bool _isRunning;

    /// <summary>About so many <paramref name="bytes"/> of log were written. One caller at a time.</summary>
    public void Note(long bytes)
    {
        _logged += bytes;
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
            // No thread to be had: what was written is written all the same.
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
        catch (Exception)
        {
            // The writer will find out by itself; here it would end the process.
        }
        finally
        {
            Volatile.Write(ref _isRunning, false);
        }
    }
}
