using System.Diagnostics;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Webhook.Cluster.Hosting.Journal;

namespace Webhook.Cluster.Hosting.Sqlite;

/// <summary>The journal on the one connection that writes: a batch is one transaction, so one sync of the disk.</summary>
public sealed class SqliteJournal : BatchingJournal
{
    private const int Constraint = 19;

    /// <summary>SQLite's lock is not fair: a journal that came back at once could keep everyone else from it.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(2);

    private readonly SqliteWrites _writes;
    private Task _rest = Task.CompletedTask;

    /// <summary>Akka makes it from the section <c>akka.persistence.journal.sql</c>.</summary>
    public SqliteJournal(Config config)
        : base(config) => _writes = Database.SqliteWrites;

    private protected override async Task InsertAsync(IReadOnlyList<RecordRow> rows)
    {
        await _rest.ConfigureAwait(false);
        var begin = Stopwatch.GetTimestamp();
        try
        {
            await _writes.InsertAsync(rows, harms: e => !IsOfOne(e)).ConfigureAwait(false);
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(begin);
            _rest = Task.Delay(took < LongestRest ? took : LongestRest);
        }
    }

    private protected override void OnClosed() => _ = _writes.CloseAsync();

    private protected override bool IsOfOne(Exception failure) => failure is SqliteException { SqliteErrorCode: Constraint };
}
