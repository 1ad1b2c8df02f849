using Webhook.Cluster.Hosting.Options;

namespace Webhook.Harness.Nodes;

/// <summary>The database of a node or of a cluster.</summary>
/// <param name="Provider">The provider's name, as <c>Persistence:Provider</c> takes it.</param>
/// <param name="ConnectionString">How the node reaches it.</param>
public sealed record NodeDatabase(string Provider, string ConnectionString)
{
    /// <summary>A SQLite file.</summary>
    public static NodeDatabase Sqlite(string file) => new(PersistenceOptions.Sqlite, $"Data Source={file}");

    /// <summary>A PostgreSQL server.</summary>
    public static NodeDatabase PostgreSql(string connectionString) => new(PersistenceOptions.PostgreSql, connectionString);
}
