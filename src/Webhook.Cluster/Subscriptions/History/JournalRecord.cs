using LinqToDB.Mapping;

namespace Webhook.Cluster.Subscriptions.History;

/// <summary>
/// The journal's table in Akka.Persistence.Sql's <c>default</c> mapping, as far as it is read here. The row of the highest
/// deleted record stays, marked, so that sequence numbers never start again.
/// </summary>
[Table("journal")]
internal sealed class JournalRecord
{
    [Column("persistence_id"), NotNull]
    public string PersistenceId { get; set; } = "";

    [Column("sequence_number")]
    public long SequenceNumber { get; set; }

    /// <summary>When it was written, in ticks of UTC; 0 in rows of a journal that does not say.</summary>
    [Column("created")]
    public long Created { get; set; }

    [Column("deleted")]
    public bool Deleted { get; set; }

    [Column("manifest"), NotNull]
    public string Manifest { get; set; } = "";

    [Column("message"), NotNull]
    public byte[] Message { get; set; } = [];
}
