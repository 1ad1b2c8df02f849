using Akka.Configuration;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using Webhook.Cluster.Hosting.Journal;
using Webhook.Cluster.Hosting.Options;
using Webhook.Cluster.Hosting.PostgreSql;
using Webhook.Cluster.Hosting.Schema;
using Webhook.Cluster.Hosting.Sqlite;

namespace Webhook.Cluster.Hosting;

/// <summary>Journal, snapshot store and read journal on the configured database.</summary>
public static class PersistenceSetup
{
    /// <summary>How many events of a node may wait for the journal; half of its <c>buffer-size</c>, the rest is for other records.</summary>
    public const int AdmittedEvents = 4000;

    /// <summary>Recoveries at a time where each reads on a connection of its own.</summary>
    private const int RecoveriesAlone = 16;

    /// <summary>Adds persistence on <paramref name="database"/>.</summary>
    public static AkkaConfigurationBuilder WithWebhookPersistence(this AkkaConfigurationBuilder builder, Database database) =>
        builder
            // The connection string travels here and not in HOCON, which may be printed as a whole.
            .AddSetup(new DataOptionsSetup(database.Options))
            .AddSetup(new DatabaseSetup(database))
            .AddHocon(For(database), HoconAddMode.Prepend)
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append);

    private static Config For(Database database)
    {
        var plugin = $"provider-name = \"{database.Provider}\"";
        if (database.Provider == PersistenceOptions.Sqlite)
        {
            // One writer at a time is all that a file takes. "read-uncommitted" begins a deferred transaction here, which
            // reads a snapshot of the WAL; anything else would take the write lock for every read.
            plugin += "\nparallelism = 1\nread-isolation-level = read-uncommitted";
        }

        // The tables are there before the plugins start; what they do at each start would make indexes that serve nothing.
        var tables = SchemaCreation.IsFor(database.Provider) ? "\nauto-initialize = off" : "";
        // Our journals write the id of each life of an actor, so that a second writer shows.
        var (journal, snapshots) = database.Provider switch
        {
            PersistenceOptions.PostgreSql => ($"{ClassOf<PostgreSqlJournal>()}\nreplay-filter.mode = warn", ClassOf<PostgreSqlSnapshots>()),
            PersistenceOptions.Sqlite => ($"{ClassOf<SqliteJournal>()}\nreplay-filter.mode = warn", ClassOf<SqliteSnapshots>()),
            _ => ("", ""),
        };
        // Recoveries share connections there; elsewhere each holds one while it reads, of which writers need the others.
        var recoveries = database.Provider == PersistenceOptions.PostgreSql ? Recoveries.AtOnce : RecoveriesAlone;
        return ConfigurationFactory.ParseString($$"""
            akka.persistence {
              max-concurrent-recoveries = {{recoveries}}
              journal.sql { {{plugin}}{{tables}}{{journal}} }
              snapshot-store.sql { {{plugin}}{{tables}}{{snapshots}} }
              query.journal.sql { {{plugin}} }
            }
            """);
    }

    private static string ClassOf<T>() => $"\nclass = \"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}\"";
}
