using System.Diagnostics;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>The journal with a writer of its own: a batch is one transaction, so one sync of the disk.</summary>
public sealed class SqliteJournal : BatchingJournal
{
    private const int Constraint = 19;

    /// <summary>SQLite's lock is not fair: a journal that came back at once could keep everyone else from it.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(2);

    private Task _rest = Task.CompletedTask;
    private SqliteWriter? _writer;

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

    private protected override void OnClosed() => CloseWriter();

    private protected override bool IsOfOne(Exception failure) => failure is SqliteException { SqliteErrorCode: Constraint };

    private void Write(IReadOnlyList<RecordRow> rows)
    {
        try
        {
            _writer ??= new SqliteWriter(Database);
            _writer.Write(rows);
        }
        catch (Exception e) when (!IsOfOne(e))
        {
            CloseWriter();
            throw;
        }
    }

    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
