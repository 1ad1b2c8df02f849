using System.Data.Common;
using System.Net.Sockets;
using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Npgsql;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Cluster.Hosting.Sqlite;

namespace Webhook.Cluster.Hosting;

/// <summary>Gives connections to the configured database, to the journal and to our own tables alike.</summary>
public sealed class Database
{
    /// <summary>How long a statement waits for a lock before it fails, in seconds; below the journal's <c>call-timeout</c>.</summary>
    private const int LockTimeout = 10;

    /// <summary>How long SQLite's writer keeps its connection while it has nothing to write.</summary>
    private static readonly TimeSpan WriterIdle = TimeSpan.FromSeconds(5);

    private readonly WriteTurns? _turns;
    private readonly Standstill? _standstill;
    private readonly SqliteWrites? _sqliteWrites;

    private Database(string provider, DataOptions options, Standstill? standstill)
    {
        _standstill = standstill;
        _turns = provider == PersistenceOptions.Sqlite ? new WriteTurns() : null;
        _sqliteWrites = provider == PersistenceOptions.Sqlite ? new SqliteWrites(this, WriterIdle) : null;
        Provider = provider;
        Options = options;
    }

    /// <summary>The provider's name, one of <see cref="PersistenceOptions.Providers"/>.</summary>
    public string Provider { get; }

    /// <summary>What linq2db opens connections with.</summary>
    public DataOptions Options { get; }

    /// <summary>What the journal and the snapshot store write to an SQLite file by.</summary>
    internal SqliteWrites SqliteWrites => _sqliteWrites ?? throw new InvalidOperationException($"{Provider} is no SQLite.");

    /// <summary>Whether <paramref name="failure"/> says that the database cannot be used just now: the drivers' own, and what they let through of a host that is not found or does not answer.</summary>
    public static bool IsFault(Exception failure) => failure is DbException or SocketException or TimeoutException;

    /// <summary>Prepares the database: for SQLite it creates the folder and the file, in WAL mode.</summary>
    /// <param name="options">Provider and connection string.</param>
    /// <param name="standstill">Asked before each statement, where several nodes share the database.</param>
    /// <exception cref="DbException">The database cannot be opened.</exception>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public static Database Open(PersistenceOptions options, Standstill? standstill = null)
    {
        if (options.Provider != PersistenceOptions.Sqlite)
        {
            var given = options.ConnectionString!;
            var complete = options.Provider == PersistenceOptions.PostgreSql ? PostgreSqlDefaults.Complete(given) : given;
            return new Database(options.Provider, Guard(new DataOptions().UseConnectionString(options.Provider, complete), standstill), standstill);
        }

        var connectionString = new SqliteConnectionStringBuilder(ConnectionText.OfSqlite(options)) { DefaultTimeout = LockTimeout, Pooling = true };
        if (ConnectionText.FolderOf(options) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var text = connectionString.ToString();
        UseWriteAheadLog(text);
        return new Database(
            options.Provider,
            Guard(new DataOptions().UseConnectionString(options.Provider, text).UseInterceptor(new SqliteConnections()), standstill),
            standstill);
    }

    /// <summary>A connection of its own for one piece of work; it opens with the first statement.</summary>
    public DataConnection Connect() => new(Options);

    /// <summary>An open connection of PostgreSQL's own driver, out of the same pool, for one statement that follows at once.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    internal async Task<NpgsqlConnection> OpenPostgreSqlAsync(CancellationToken cancellationToken = default)
    {
        var connection = new NpgsqlConnection(Options.ConnectionOptions.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            ThrowIfStoodStill();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Asked before each statement that no interceptor sees.</summary>
    internal void ThrowIfStoodStill() => _standstill?.ThrowIfStoodStill();

    /// <summary>An open connection of SQLite's own driver, for long use: it comes out of no pool.</summary>
    /// <exception cref="DbException">The file cannot be opened.</exception>
    internal SqliteConnection OpenSqlite()
    {
        var text = new SqliteConnectionStringBuilder(Options.ConnectionOptions.ConnectionString) { Pooling = false };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            SqliteConnections.Apply(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction. Whoever writes beside the journal goes through here, so that on
    /// SQLite it leaves the journal its share of the one write lock.
    /// </summary>
    /// <exception cref="DbException">The transaction failed as a whole.</exception>
    public Task WriteAsync(Func<DataConnection, Task> work, CancellationToken cancellationToken = default) =>
        _turns is null ? TransactAsync(work, cancellationToken) : _turns.RunAsync(() => TransactAsync(work, cancellationToken));

    private async Task TransactAsync(Func<DataConnection, Task> work, CancellationToken cancellationToken)
    {
        await using var connection = Connect();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await work(connection).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static DataOptions Guard(DataOptions options, Standstill? standstill) =>
        standstill is null ? options : options.UseInterceptor(new StandstillCommands(standstill));

    private static void UseWriteAheadLog(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        // Kept in the file: readers and the one writer no longer wait for each other.
        command.CommandText = "PRAGMA journal_mode=WAL";
        command.ExecuteNonQuery();
    }
}
