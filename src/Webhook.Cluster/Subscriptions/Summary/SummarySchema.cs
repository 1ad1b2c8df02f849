using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>
/// The table's definition in each database's words. Ids are compared byte by byte everywhere: they differ by case, and
/// paging needs the same order on every database.
/// </summary>
internal static class SummarySchema
{
    public static string CreateTable(string provider)
    {
        var (id, text, time) = provider switch
        {
            PersistenceOptions.Sqlite => ("TEXT", "TEXT", "TEXT"),
            PersistenceOptions.PostgreSql => ("varchar(128) COLLATE \"C\"", "text", "timestamp with time zone"),
            PersistenceOptions.SqlServer => ("nvarchar(128) COLLATE Latin1_General_BIN2", "nvarchar(256)", "datetimeoffset"),
            PersistenceOptions.MySql => ("varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "varchar(256)", "datetime(6)"),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No definition for this database."),
        };
        return TableDefinition.UnlessExists(provider, SummaryTable.Name, $"""
            id {id} NOT NULL PRIMARY KEY,
            host {text} NOT NULL,
            phase {text} NOT NULL,
            undelivered integer NOT NULL,
            parked integer NOT NULL,
            due_at {time} NULL,
            generation integer NOT NULL,
            sequence_number bigint NOT NULL,
            updated_at {time} NOT NULL
            """);
    }
}
