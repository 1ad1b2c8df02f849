using System.Collections.Concurrent;
using Webhook.Cluster.Dashboard.Subscriptions;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Tests.Hosting;

public sealed class SummarySearchTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly SummaryTable _table;
    private readonly SummarySearch _search;

    public SummarySearchTests()
    {
        _table = new SummaryTable(_folder.OpenDatabase());
        _search = new SummarySearch(_table);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pages_go_forth_and_back_in_the_same_order()
    {
        await _table.UpsertAsync([.. Enumerable.Range(0, 9).Select(i => Row($"id-{i}"))]);
        var second = await _search.PageAsync(new SummaryFilter(), after: "id-2", before: null, 3);
        Assert.Equal(["id-3", "id-4", "id-5"], second.Select(r => r.Id));
        Assert.Equal(["id-0", "id-1", "id-2"], (await _search.PageAsync(new SummaryFilter(), null, before: "id-3", 3)).Select(r => r.Id));
        Assert.Equal(["id-0"], (await _search.PageAsync(new SummaryFilter(), null, before: "id-1", 3)).Select(r => r.Id));
        Assert.Empty(await _search.PageAsync(new SummaryFilter(), after: "id-8", null, 3));
    }

    [Theory]
    [InlineData("ACME", "Acme-1,globex-1")]
    [InlineData(" hooks.acme ", "globex-1")]
    [InlineData("50%", "")]
    [InlineData("_", "a_1")]
    [InlineData("", "Acme-1,a_1,globex-1")]
    public async Task A_search_finds_any_part_of_id_or_host_in_whatever_case_and_takes_no_sign_for_another(string text, string found)
    {
        await _table.UpsertAsync([Row("Acme-1"), Row("globex-1", host: "hooks.acme.example"), Row("a_1")]);
        var filter = new SummaryFilter(Text: text);
        Assert.Equal(found, string.Join(',', (await _search.PageAsync(filter, null, null, 10)).Select(r => r.Id)));
        Assert.Equal(found.Split(',', StringSplitOptions.RemoveEmptyEntries).Length, await _search.CountAsync(filter));
    }

    [Fact]
    public async Task Filters_add_up()
    {
        await _table.UpsertAsync([Row("a", "Suspended", 5, 0), Row("b", "Suspended", 5, 1), Row("c", "Idle", 9, 1), Row("d", "Suspended", 0, 1)]);
        Assert.Equal(2, await _search.CountAsync(new SummaryFilter("Suspended", WithParked: true)));
        Assert.Equal(["b"], (await _search.PageAsync(new SummaryFilter("Suspended", HeldFrom: 6), null, null, 10)).Select(r => r.Id));
    }

    [Fact]
    public async Task What_a_cancelled_one_holds_is_neither_nearly_full_nor_a_backlog()
    {
        await _table.UpsertAsync([Row("a", "Cancelled", 9_999, 1), Row("b", "Idle", 9_000, 2)]);
        Assert.Equal(["b"], (await _search.PageAsync(new SummaryFilter(HeldFrom: 9_000), null, null, 10)).Select(r => r.Id));
        Assert.Equal(1, (await new SummaryWarnings(_table, new DeliveryOptions()).CountAsync(Now)).NearlyFull);
        Assert.Equal((9_000, 2), (PhaseCount.Live(await _table.CountByPhaseAsync()).Sum(c => c.Undelivered), PhaseCount.Live(await _table.CountByPhaseAsync()).Sum(c => c.Parked)));
    }

    [Theory]
    [InlineData(true, 10_000)]
    [InlineData(false, 10_000)]
    [InlineData(true, 100)]
    [InlineData(false, 7)]
    public void A_backlog_that_grows_to_what_may_be_held_is_seen_to_be_nearly_full_and_costs_few_rows(bool flows, int limit)
    {
        var (reported, rows) = (0, 0);
        for (var undelivered = 1; undelivered <= limit; undelivered++)
        {
            if (SummaryRules.IsFarOff(flows, reported, undelivered, limit))
            {
                (reported, rows) = (undelivered, rows + 1);
            }
        }

        Assert.InRange(reported, (int)Math.Ceiling(0.95 * limit), limit);
        Assert.InRange(rows, 1, 40);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(10_000)]
    public void Events_that_come_and_go_write_no_rows_however_few_may_be_held(int limit)
    {
        for (var held = 0; held < Math.Min(100, limit / 2); held++)
        {
            Assert.False(SummaryRules.IsFarOff(flows: true, reported: 0, held, limit), $"{held} of {limit}");
        }
    }

    [Fact]
    public async Task Nearly_full_and_overdue_ones_are_counted()
    {
        var warnings = new SummaryWarnings(_table, new DeliveryOptions { OutboxLimit = 10 });
        await _table.UpsertAsync(
        [
            Row("full", "Paused", 8, 1), Row("not-full", "Paused", 8),
            Row("overdue", "Waiting") with { DueAt = Now.AddMinutes(-2) },
            Row("due-just-now", "Waiting") with { DueAt = Now.AddSeconds(-30) },
            Row("not-due", "Waiting") with { DueAt = Now.AddMinutes(2) },
            Row("idle", "Idle") with { DueAt = Now.AddMinutes(-2) },
        ]);
        Assert.Equal((1, 1), await warnings.CountAsync(Now));
    }

    [Fact]
    public async Task A_change_to_all_reaches_each_once_and_tells_why_some_refused()
    {
        await _table.UpsertAsync([.. Enumerable.Range(0, 610).Select(i => Row($"id-{i}", i < 600 ? "Idle" : "Paused"))]);
        var reached = new ConcurrentBag<string>();
        var run = new BulkRun(_search, (id, _) =>
        {
            reached.Add(id);
            return Task.FromResult<object>(id.EndsWith('4') ? new CommandRejected(CommandFault.Conflict, null, "Not this one.") : new object());
        });
        await run.RunAsync(new SummaryFilter("Idle"), CancellationToken.None);
        Assert.Equal((600, 600), (reached.Count, reached.Distinct().Count()));
        Assert.Equal((540, 60, ("Not this one.", 60)), (run.Done, run.Refused, Assert.Single(run.Faults)));
    }

    [Fact]
    public async Task A_change_to_all_that_is_stopped_leaves_the_rest_as_it_is()
    {
        await _table.UpsertAsync([.. Enumerable.Range(0, 100).Select(i => Row($"id-{i:000}"))]);
        using var stop = new CancellationTokenSource();
        var run = new BulkRun(_search, async (id, ends) =>
        {
            if (id == "id-005")
            {
                await stop.CancelAsync();
            }

            ends.ThrowIfCancellationRequested();
            return id;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(new SummaryFilter(), stop.Token));
        Assert.InRange(run.Done, 0, 99);
    }

    private static SummaryRow Row(string id, string phase = "Idle", int undelivered = 0, int parked = 0, string host = "example.com") =>
        new(id, host, phase, undelivered, parked, null, 1, 1);
}
