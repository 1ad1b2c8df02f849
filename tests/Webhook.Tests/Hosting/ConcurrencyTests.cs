using Webhook.Cluster.Gateway;
using Webhook.Cluster.Subscriptions.History;
using Webhook.Cluster.Subscriptions.Summary;
using static Webhook.Tests.Hosting.SummaryTableTests;

namespace Webhook.Tests.Hosting;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Journal_summaries_look_ups_and_readers_share_a_file_without_a_lock_surfacing()
    {
        await using var node = await TestNode.StartAsync(_folder.Path);
        await node.AddAsync("0", 1);
        await using var known = new KnownSubscriptions(node.Database);
        var table = new SummaryTable(node.Database);
        var reader = new JournalReader(node.Database, pageSize: 10);
        using var journalIsBusy = new CancellationTokenSource();

        var journal = Task.WhenAll(Enumerable.Range(0, 50).Select(async id =>
        {
            for (var i = 0; i < 40; i++)
            {
                await node.AddAsync($"{id}", 1);
            }
        })).ContinueWith(done => { journalIsBusy.Cancel(); return done; }, TaskScheduler.Default).Unwrap();
        var summaries = Repeat(i => table.UpsertAsync([.. Enumerable.Range(0, 200).Select(id => Row($"{id}", 1, i, "Idle"))]), journalIsBusy.Token);
        var lookups = Repeat(async i => Assert.False(await known.ExistsAsync($"unknown-{i}", CancellationToken.None)), journalIsBusy.Token);
        var reads = Repeat(async _ => await reader.ReadAsync("0").GetAsyncEnumerator().MoveNextAsync(), journalIsBusy.Token);

        await Task.WhenAll(journal, summaries, lookups, reads);
        Assert.True(await summaries > 3);
        Assert.Equal(41 + 1, await node.AddAsync("0", 1));
        Assert.Equal(200, (await table.ListAsync(null, null, 1000)).Count);
    }

    private static async Task<int> Repeat(Func<int, Task> work, CancellationToken until)
    {
        var count = 0;
        while (!until.IsCancellationRequested)
        {
            await work(++count);
        }

        return count;
    }
}
