using LinqToDB.Mapping;

namespace Webhook.Cluster.Subscriptions.History;

/// <summary>The snapshot store's table in Akka.Persistence.Sql's <c>default</c> mapping, as far as it is read here.</summary>
[Table("snapshot")]
internal sealed class SnapshotRecord
{
    [Column("persistence_id"), NotNull]
    public string PersistenceId { get; set; } = "";
}
