using System.Runtime.Serialization;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Messages.Serialization;

namespace Webhook.Fuzz.Surfaces;

/// <summary>
/// The serializers of remoting and persistence. A line with a table and a manifest, then the bytes: they are read, or refused by
/// the one exception that is promised; and what was read is written so that it reads the same again.
/// </summary>
internal sealed class WireSurface : Surface
{
    /// <summary>Every table by name.</summary>
    public static readonly IReadOnlyDictionary<string, RecordTable> Tables = new Dictionary<string, RecordTable>(StringComparer.Ordinal)
    {
        ["messages"] = MessagesSerializer.Table,
        ["journal"] = JournalRecords.Table,
        ["cluster"] = ClusterRecords.Table,
    };

    public override void Try(byte[] input)
    {
        var (line, bytes) = Parts.Line(input);
        var words = line.Split(' ', 2);
        if (words.Length == 2 && Tables.TryGetValue(words[0], out var table) && Read(table, bytes, words[1]) is { } value)
        {
            ReadsAgain(table, value);
        }
    }

    /// <summary>What <paramref name="bytes"/> mean; null when they are refused as promised.</summary>
    public static object? Read(RecordTable table, byte[] bytes, string manifest)
    {
        try
        {
            return table.Read(bytes, manifest);
        }
        catch (SerializationException)
        {
            return null;
        }
    }

    /// <summary>Writes <paramref name="value"/>, reads that and writes it again; both must be the same bytes.</summary>
    public static void ReadsAgain(RecordTable table, object value)
    {
        byte[] written;
        try
        {
            written = table.Write(value);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("A secret in clear", StringComparison.Ordinal))
        {
            // Earlier versions wrote it, so it is read; it is never written again.
            return;
        }

        var again = table.Write(table.Read(written, table.ManifestOf(value)));
        Promise(written.AsSpan().SequenceEqual(again), "What was read is written so that it reads the same again.");
    }
}
