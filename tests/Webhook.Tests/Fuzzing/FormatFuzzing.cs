using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using System.Text;
using CsCheck;
using Webhook.Cluster.Subscriptions.Serialization;
using Webhook.Messages;
using Webhook.Messages.Serialization;

namespace Webhook.Tests.Fuzzing;

/// <summary>Bounded runs over all that reads bytes from outside without an HTTP call around it.</summary>
public sealed class FormatFuzzing
{
    private const int Inputs = 20_000;

    public static TheoryData<string> Tables() => ["messages", "journal", "cluster"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_record_is_read_or_refused_and_nothing_else(string name)
    {
        var table = name switch { "messages" => MessagesSerializer.Table, "journal" => JournalRecords.Table, _ => ClusterRecords.Table };
        byte[][] seeds = [.. Golden(name), .. Corpus.Of("records")];
        Gen.Select(Gen.OneOfConst(table.Manifests.ToArray()), Corpus.Mutated(seeds)).Sample((manifest, bytes) => ReadsOrRefuses(table, manifest, bytes), iter: Inputs);
    }

    [Fact]
    public void Every_file_of_the_corpus_is_read_or_refused_under_every_manifest()
    {
        foreach (var table in new[] { MessagesSerializer.Table, JournalRecords.Table, ClusterRecords.Table })
        {
            Assert.All(table.Manifests.SelectMany(_ => Corpus.Of("records"), (manifest, bytes) => (manifest, bytes)), x => Assert.True(ReadsOrRefuses(table, x.manifest, x.bytes)));
        }
    }

    [Fact]
    public void Commands_handed_back_inside_each_other_do_not_use_up_the_stack()
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"manifest\":\"hb1\"}\n", 12_000)));
        Assert.Throws<SerializationException>(() => ClusterRecords.Table.Read(bytes, "hb1"));
    }

    [Fact]
    public void A_payload_is_brought_into_its_one_form_or_has_a_fault()
    {
        byte[][] seeds = [LessonPayload.Render(Lessons.Sample("customer-1", "event-1")), .. Corpus.Of("payload")];
        Corpus.Mutated(seeds).Sample(
            bytes =>
            {
                var fault = LessonPayload.Parse(bytes, out var canonical);
                Assert.Equal(fault is null, canonical is not null);
                Assert.True(fault is null || (fault.Detail.Length is > 0 and < 400 && !fault.Detail.Any(char.IsControl)));
                Assert.True(canonical is null || (LessonPayload.Parse(canonical, out var again) is null && canonical.AsSpan().SequenceEqual(again)));
            },
            iter: Inputs);
    }

    [Fact]
    public void An_id_that_passes_can_stand_in_a_header_a_path_and_a_log_line() => Corpus.Mutated([.. Corpus.Of("ids"), "customer-1"u8.ToArray()]).Sample(
        bytes =>
        {
            var id = Encoding.UTF8.GetString(bytes);
            Assert.True(Ids.CheckSubscriptionId(id) is not null || Uri.EscapeDataString(id) == id);
            Assert.True(Ids.CheckEventId(id) is not null || id.All(c => char.IsAsciiLetterOrDigit(c) || "_:-".Contains(c, StringComparison.Ordinal)));
        },
        iter: Inputs);

    private static bool ReadsOrRefuses(RecordTable table, string manifest, byte[] bytes)
    {
        try
        {
            return table.Read(bytes, manifest) is not null;
        }
        catch (SerializationException)
        {
            return true;
        }
    }

    private static IEnumerable<byte[]> Golden(string folder, [CallerFilePath] string here = "") =>
        Directory.GetFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", folder), "*.golden").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);
}
