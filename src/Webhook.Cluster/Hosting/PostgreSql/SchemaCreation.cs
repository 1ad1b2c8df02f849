using Akka.Configuration;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Db;
using Akka.Persistence.Sql.Journal.Types;
using Akka.Persistence.Sql.Snapshot;
using LinqToDB;
using LinqToDB.Data;
using Webhook.Cluster.Hosting.Joining;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>
/// Creates the tables on PostgreSQL before the actors start, one node at a time: <c>CREATE TABLE IF NOT EXISTS</c> fails when
/// two sessions run it at once. The journal's own way also locks the whole table at every start, which queues all writes
/// behind a backup that is under way. The other databases leave it to the journal.
/// </summary>
internal sealed partial class SchemaCreation(Database database, ILogger<SchemaCreation> log) : BackgroundService
{
    /// <summary>Any number that nobody else locks in this database.</summary>
    private const long Lock = 0x776562686f6f6b;

    /// <summary>No query of the library or of ours goes by these, and each costs every record an entry.</summary>
    private const string DropUnusedIndexes = """
        DROP INDEX IF EXISTS journal_created_idx, journal_sequence_number_idx, snapshot_created_idx, snapshot_sequence_number_idx
        """;

    /// <summary>The default compression took a tenth of the server's time. A server that was built without this one keeps it.</summary>
    private const string CompressSnapshotsQuickly = """
        DO $$ BEGIN
            EXECUTE 'ALTER TABLE snapshot ALTER COLUMN snapshot SET COMPRESSION lz4';
        EXCEPTION WHEN feature_not_supported THEN NULL;
        END $$
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits a moment for the tables; a database that is away at the start is tried until it is there.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAny(ExecuteTask!, Task.Delay(Patience, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Creates the tables that are missing.</summary>
    /// <exception cref="System.Data.Common.DbException">The database does not answer or does not permit it.</exception>
    internal static async Task CreateAsync(Database database, CancellationToken cancellationToken)
    {
        await using var gate = database.Connect();
        // Waits for as many nodes as there are.
        gate.CommandTimeout = 120;
        await using var transaction = await gate.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await gate.ExecuteAsync($"SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_advisory_xact_lock({Lock})", cancellationToken)
            .ConfigureAwait(false);
        // The keys and indexes come in the words of this provider, and not at all without its name.
        var provider = ConfigurationFactory.ParseString($"provider-name = \"{database.Provider}\"");
        var journal = new JournalConfig(provider.WithFallback(SqlPersistence.DefaultJournalConfiguration)).WithDataOptions(database.Options);
        var snapshots = new SnapshotConfig(provider.WithFallback(SqlPersistence.DefaultSnapshotConfiguration)).WithDataOptions(database.Options);
        await using (var connection = new AkkaPersistenceDataConnectionFactory(journal).GetConnection())
        {
            await CreateAsync<JournalRow>(journal.TableConfig.EventJournalTable.Name, journal.GenerateJournalFooter()).ConfigureAwait(false);
            await CreateAsync<JournalTagRow>(journal.TableConfig.TagTable.Name, journal.GenerateTagFooter()).ConfigureAwait(false);

            Task CreateAsync<T>(string table, string? footer) where T : notnull => UnlessExistsAsync(
                table, () => connection.CreateTableAsync<T>(TableOptions.CreateIfNotExists, footer, cancellationToken));
        }

        await using (var connection = new AkkaPersistenceDataConnectionFactory(snapshots).GetConnection())
        {
            await UnlessExistsAsync(snapshots.TableConfig.SnapshotTable.Name, async () =>
            {
                await connection.CreateTableAsync<LongSnapshotRow>(TableOptions.CreateIfNotExists, snapshots.GenerateSnapshotFooter(), cancellationToken).ConfigureAwait(false);
                // The journal's table stands before this one, so both are new here.
                await using var ours = database.Connect();
                await ours.ExecuteAsync(DropUnusedIndexes, cancellationToken).ConfigureAwait(false);
                await ours.ExecuteAsync(CompressSnapshotsQuickly, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        await using (var connection = database.Connect())
        {
            await connection.ExecuteAsync(SummarySchema.CreateTable(database.Provider), cancellationToken).ConfigureAwait(false);
            await MemberTable.CreateAsync(connection, database.Provider, cancellationToken).ConfigureAwait(false);
            await JournalProbe.CreateTableAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        async Task UnlessExistsAsync(string table, Func<Task> create)
        {
            if (!await gate.ExecuteAsync<bool>($"SELECT to_regclass('{table}') IS NOT NULL", cancellationToken).ConfigureAwait(false))
            {
                await create().ConfigureAwait(false);
            }
        }
    }

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
