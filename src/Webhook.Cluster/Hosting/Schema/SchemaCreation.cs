using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Hosting.Schema;

/// <summary>
/// Creates the tables on PostgreSQL and SQLite before the actors start. The journal's own way makes its indexes anew at every start, of which
/// some serve nothing, and locks PostgreSQL's whole table for it. The other databases leave it to the journal.
/// </summary>
internal sealed partial class SchemaCreation(Database database, ILogger<SchemaCreation> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether the tables of this database are made here.</summary>
    public static bool IsFor(string provider) => provider is PersistenceOptions.PostgreSql or PersistenceOptions.Sqlite;

    /// <summary>Waits a moment for the tables; a database that is away at the start is tried until it is there.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAny(ExecuteTask!, Task.Delay(Patience, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Creates the tables that are missing.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer or does not permit it.</exception>
    internal static Task CreateAsync(Database database, CancellationToken cancellationToken) => database.Provider == PersistenceOptions.PostgreSql
        ? PostgreSqlSchema.CreateAsync(database, cancellationToken)
        : SqliteSchema.CreateAsync(database, cancellationToken);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await CreateAsync(database, stoppingToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Drivers put host names into their messages; the kind of failure is enough here.
                LogFailure(e.GetType().Name, Pause.TotalSeconds);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database's tables could not be looked at or created ({Fault}); the next try is in {Seconds} s.")]
    private partial void LogFailure(string fault, double seconds);
}
