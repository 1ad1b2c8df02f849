using Npgsql;

namespace Webhook.Cluster.Hosting.PostgreSql;

/// <summary>A snapshot as it stands in the table <c>snapshot</c>.</summary>
/// <param name="SequenceNumber">The record that it includes last.</param>
/// <param name="Created">When it was stored, in ticks of UTC.</param>
/// <param name="Snapshot">The serialized state.</param>
/// <param name="Manifest">The serializer's manifest.</param>
/// <param name="Identifier">The serializer's identifier.</param>
internal sealed record SnapshotRow(long SequenceNumber, long Created, byte[] Snapshot, string Manifest, int Identifier)
{
    /// <summary>Reads the latest of an actor.</summary>
    public const string Latest = """
        SELECT sequence_number, created, snapshot, manifest, serializer_id FROM snapshot
        WHERE persistence_id = $1 ORDER BY sequence_number DESC LIMIT 1
        """;

    /// <summary>The row that <paramref name="reader"/> stands at, with the columns of <see cref="Latest"/>.</summary>
    public static SnapshotRow Of(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.IsDBNull(3) ? "" : reader.GetString(3), reader.GetInt32(4));
}
