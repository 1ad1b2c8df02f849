using LinqToDB.Data;
using Webhook.Cluster.Hosting.Joining;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Hosting.Schema;

/// <summary>The tables on PostgreSQL, made by one node at a time: <c>CREATE TABLE IF NOT EXISTS</c> fails when two sessions run it at once.</summary>
internal static class PostgreSqlSchema
{
    /// <summary>Any number that nobody else locks in this database.</summary>
    private const long Lock = 0x776562686f6f6b;

    /// <summary>Tables in use may be large, and what is done to them would keep all writers waiting: that is for an operator to do.</summary>
    private const string IsNewAndUntuned = "SELECT to_regclass('journal_uq') IS NOT NULL AND NOT EXISTS (SELECT FROM journal)";

    /// <summary>
    /// What each record costs the server: one key, by which records are read, instead of two; ids compared byte by byte, since by the rules
    /// of a language, which most databases are made with, a record costs half as much again; numbers of <c>ordering</c>, by which nothing is read,
    /// drawn by the hundred; and a quick compression of what does not fit into
    /// a row, since the default one took a tenth of the server's time. A server that was built without it keeps that.
    /// </summary>
    private static readonly string Tuning = $"""
        DROP INDEX IF EXISTS {string.Join(", ", PersistenceTables.UnusedIndexes)};
        ALTER TABLE journal ALTER COLUMN persistence_id TYPE text COLLATE "C";
        ALTER TABLE snapshot ALTER COLUMN persistence_id TYPE text COLLATE "C";
        ALTER TABLE journal DROP CONSTRAINT "PK_journal", DROP CONSTRAINT journal_uq, ADD CONSTRAINT "PK_journal" PRIMARY KEY (persistence_id, sequence_number);
        ALTER SEQUENCE journal_ordering_seq CACHE 100;
        DO $$ BEGIN
            EXECUTE 'ALTER TABLE journal ALTER COLUMN message SET COMPRESSION lz4';
            EXECUTE 'ALTER TABLE snapshot ALTER COLUMN snapshot SET COMPRESSION lz4';
        EXCEPTION WHEN feature_not_supported THEN NULL;
        END $$
        """;

    /// <summary>Creates the tables that are missing.</summary>
    /// <exception cref="System.Data.Common.DbException">The server does not answer or does not permit it.</exception>
    public static async Task CreateAsync(Database database, CancellationToken cancellationToken)
    {
        await using var gate = database.Connect();
        // Waits for as many nodes as there are.
        gate.CommandTimeout = 120;
        await using var transaction = await gate.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await gate.ExecuteAsync($"SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_advisory_xact_lock({Lock})", cancellationToken)
            .ConfigureAwait(false);
        await PersistenceTables
            .CreateMissingAsync(database, table => gate.ExecuteAsync<bool>($"SELECT to_regclass('{table}') IS NOT NULL", cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        await using var connection = database.Connect();
        if (await connection.ExecuteAsync<bool>(IsNewAndUntuned, cancellationToken).ConfigureAwait(false))
        {
            await connection.ExecuteAsync(Tuning, cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(SummarySchema.CreateTable(database.Provider), cancellationToken).ConfigureAwait(false);
        await MemberTable.CreateAsync(connection, database.Provider, cancellationToken).ConfigureAwait(false);
        await JournalProbe.CreateTableAsync(connection, cancellationToken).ConfigureAwait(false);
    }
}
