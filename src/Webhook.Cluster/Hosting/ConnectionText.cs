using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Hosting;

/// <summary>What the configured connection string says.</summary>
internal static class ConnectionText
{
    private const string DefaultFile = "./data/webhook.db";

    /// <summary>The connection string of an SQLite file, or what stands for a missing one.</summary>
    public static string OfSqlite(PersistenceOptions options) =>
        string.IsNullOrWhiteSpace(options.ConnectionString) ? $"Data Source={DefaultFile}" : options.ConnectionString;

    /// <summary>The folder of the SQLite file; null for a database that is not a file.</summary>
    public static string? FolderOf(PersistenceOptions options) =>
        options.Provider == PersistenceOptions.Sqlite
            ? Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(OfSqlite(options)).DataSource))
            : null;

    /// <summary>What is wrong with the connection string, without repeating any of it; null when nothing is.</summary>
    public static string? FaultOf(PersistenceOptions options)
    {
        try
        {
            return options.Provider switch
            {
                PersistenceOptions.Sqlite => FaultOf(new SqliteConnectionStringBuilder(OfSqlite(options))),
                _ when string.IsNullOrWhiteSpace(options.ConnectionString) => $"is missing; {options.Provider} needs one.",
                PersistenceOptions.PostgreSql => new NpgsqlConnectionStringBuilder(options.ConnectionString).Host is null
                    ? "names no host; write at least Host=…;Database=…;Username=…."
                    : null,
                _ => new DbConnectionStringBuilder { ConnectionString = options.ConnectionString }.Count == 0 ? "is empty." : null,
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            return $"cannot be read; write keyword=value pairs, separated by semicolons, as {options.Provider} knows them.";
        }
    }

    private static string? FaultOf(SqliteConnectionStringBuilder text) =>
        text.DataSource.Length == 0 ? "names no file; write Data Source=./data/webhook.db, for example."
        : text.DataSource == ":memory:" || text.Mode == SqliteOpenMode.Memory ? "keeps events in memory only; name a file."
        : text.Mode == SqliteOpenMode.ReadOnly ? "opens the file for reading only; leave Mode out."
        : text.Cache == SqliteCacheMode.Shared ? "shares a cache, whose locks no writer waits for; leave Cache out."
        : null;
}
