using Akka.Configuration;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using Akka.Persistence.Sql.Db;
using Akka.Persistence.Sql.Journal.Types;
using Akka.Persistence.Sql.Snapshot;
using LinqToDB;

namespace Webhook.Cluster.Hosting.Schema;

/// <summary>The tables of journal and snapshot store, by the library's own definitions.</summary>
internal static class PersistenceTables
{
    /// <summary>No query of the library or of ours goes by these, and each costs every record an entry.</summary>
    public static readonly IReadOnlyList<string> UnusedIndexes =
        ["journal_created_idx", "journal_sequence_number_idx", "snapshot_created_idx", "snapshot_sequence_number_idx"];

    /// <summary>Creates those that are not there yet.</summary>
    /// <param name="database">The database.</param>
    /// <param name="exists">Whether a table is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task CreateMissingAsync(Database database, Func<string, Task<bool>> exists, CancellationToken cancellationToken)
    {
        // The keys and indexes come in the words of this provider, and not at all without its name.
        var provider = ConfigurationFactory.ParseString($"provider-name = \"{database.Provider}\"");
        var journal = new JournalConfig(provider.WithFallback(SqlPersistence.DefaultJournalConfiguration)).WithDataOptions(database.Options);
        var snapshots = new SnapshotConfig(provider.WithFallback(SqlPersistence.DefaultSnapshotConfiguration)).WithDataOptions(database.Options);
        await using (var connection = new AkkaPersistenceDataConnectionFactory(journal).GetConnection())
        {
            await CreateAsync<JournalRow>(connection, journal.TableConfig.EventJournalTable.Name, journal.GenerateJournalFooter()).ConfigureAwait(false);
            await CreateAsync<JournalTagRow>(connection, journal.TableConfig.TagTable.Name, journal.GenerateTagFooter()).ConfigureAwait(false);
        }

        await using (var connection = new AkkaPersistenceDataConnectionFactory(snapshots).GetConnection())
        {
            await CreateAsync<LongSnapshotRow>(connection, snapshots.TableConfig.SnapshotTable.Name, snapshots.GenerateSnapshotFooter()).ConfigureAwait(false);
        }

        async Task CreateAsync<T>(AkkaDataConnection connection, string table, string? footer)
            where T : notnull
        {
            if (!await exists(table).ConfigureAwait(false))
            {
                await connection.CreateTableAsync<T>(TableOptions.CreateIfNotExists, footer, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
