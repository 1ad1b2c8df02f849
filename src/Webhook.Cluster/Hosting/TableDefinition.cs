using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Hosting;

/// <summary>The statement that creates a table of ours, in each database's words.</summary>
internal static class TableDefinition
{
    /// <summary>Creates <paramref name="table"/> with <paramref name="columns"/> unless it is there. Two sessions at once may still collide.</summary>
    public static string UnlessExists(string provider, string table, string columns) => provider == PersistenceOptions.SqlServer
        ? $"IF OBJECT_ID('{table}') IS NULL CREATE TABLE {table} ({columns})"
        : $"CREATE TABLE IF NOT EXISTS {table} ({columns})";
}
