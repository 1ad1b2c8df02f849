using LinqToDB.Mapping;

namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>A <see cref="SummaryRow"/> as it stands in the table.</summary>
[Table(SummaryTable.Name)]
internal sealed class SummaryRecord
{
    [Column("id"), PrimaryKey, NotNull]
    public string Id { get; set; } = "";

    [Column("host"), NotNull]
    public string Host { get; set; } = "";

    [Column("phase"), NotNull]
    public string Phase { get; set; } = "";

    [Column("undelivered")]
    public int Undelivered { get; set; }

    [Column("parked")]
    public int Parked { get; set; }

    [Column("due_at")]
    public DateTimeOffset? DueAt { get; set; }

    [Column("generation")]
    public int Generation { get; set; }

    [Column("sequence_number")]
    public long SequenceNumber { get; set; }

    [Column("updated_at")]
    public DateTimeOffset UpdatedAt { get; set; }

    public static SummaryRecord From(SummaryRow row, DateTimeOffset now) => new()
    {
        Id = row.Id,
        Host = row.Host,
        Phase = row.Phase,
        Undelivered = row.Undelivered,
        Parked = row.Parked,
        DueAt = row.DueAt?.ToUniversalTime(),
        Generation = row.Generation,
        SequenceNumber = row.SequenceNumber,
        UpdatedAt = now,
    };

    public SummaryRow ToRow() => new(Id, Host, Phase, Undelivered, Parked, DueAt?.ToUniversalTime(), Generation, SequenceNumber);
}
