using CsCheck;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Tests.Hosting;

public sealed class SummaryTableTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Database _database;

    public SummaryTableTests() => _database = _folder.OpenDatabase();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_read_back_exactly()
    {
        var row = Row("A.b-1", 2, 7, "Waiting") with { DueAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)) };
        var table = new SummaryTable(_database);
        await table.UpsertAsync([row]);
        var read = Assert.Single(await table.ListAsync(null, null, 10));
        Assert.Equal(row with { DueAt = row.DueAt!.Value.ToUniversalTime() }, read);
        Assert.Equal(TimeSpan.Zero, read.DueAt!.Value.Offset);
    }

    [Fact]
    public async Task Rows_are_listed_by_id_in_ordinal_order_in_pages_and_by_phase()
    {
        var table = new SummaryTable(_database);
        string[] ids = ["b", "a", "B", "A", "a-1", "a_1", "a.1", "10", "9"];
        await table.UpsertAsync([.. ids.Select(id => Row(id, 1, 1, char.IsLower(id[0]) ? "Idle" : "Paused"))]);
        var listed = new List<string>();
        while (await table.ListAsync(null, listed.LastOrDefault(), 2) is { Count: > 0 } page)
        {
            listed.AddRange(page.Select(r => r.Id));
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), listed);
        Assert.Equal(["10", "9", "A", "B"], (await table.ListAsync("Paused", null, 100)).Select(r => r.Id));
        Assert.Equal(new Dictionary<string, PhaseCount> { ["Idle"] = new(5, 5, 0), ["Paused"] = new(4, 4, 0) }, await table.CountByPhaseAsync());
    }

    [Fact]
    public async Task An_older_row_never_replaces_a_newer_one_in_whatever_order_and_batches_they_come()
    {
        var rows = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3], Gen.Long[1, 4], Gen.Int[0, 1000])
            .Select(t => Row($"id-{t.Item1}", t.Item2, t.Item3, "Idle") with { Undelivered = t.Item4 });
        var run = 0;
        await rows.Array[1, 6].Array[1, 6].SampleAsync(
            async batches =>
            {
                var prefix = $"{Interlocked.Increment(ref run)}-";
                var table = new SummaryTable(_database);
                var newest = new Dictionary<string, SummaryRow>();
                foreach (var batch in batches.Select(b => b.Select(r => r with { Id = prefix + r.Id }).ToArray()))
                {
                    await table.UpsertAsync(batch);
                    foreach (var row in batch)
                    {
                        var isOlder = newest.TryGetValue(row.Id, out var kept)
                            && (row.Generation, row.SequenceNumber).CompareTo((kept.Generation, kept.SequenceNumber)) < 0;
                        newest[row.Id] = isOlder ? kept! : row;
                    }
                }

                var stored = (await table.ListAsync(null, prefix, 1000)).Where(r => r.Id.StartsWith(prefix, StringComparison.Ordinal));
                return newest.Values.OrderBy(r => r.Id, StringComparer.Ordinal).SequenceEqual(stored);
            },
            iter: 60);
    }

    [Fact]
    public async Task Nodes_that_create_the_table_and_write_at_once_do_not_disturb_each_other()
    {
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var table = new SummaryTable(_database);
            for (var i = 1; i <= 10; i++)
            {
                await table.UpsertAsync([.. Enumerable.Range(0, 20).Select(id => Row($"{id}", writer, i, "Idle"))]);
            }
        }));
        await Task.WhenAll(writers);
        var rows = await new SummaryTable(_database).ListAsync(null, null, 100);
        Assert.Equal(20, rows.Count);
        Assert.All(rows, r => Assert.Equal((7, 10L), (r.Generation, r.SequenceNumber)));
    }

    internal static SummaryRow Row(string id, int generation, long sequenceNumber, string phase) =>
        new(id, "example.com", phase, 1, 0, null, generation, sequenceNumber);
}
