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

        var journal = Enumerable.Range(0, 50).Select(id => Repeat(40, _ => node.AddAsync($"{id}", 1)));
        var summaries = Repeat(10, i => table.UpsertAsync([.. Enumerable.Range(0, 200).Select(id => Row($"{id}", 1, i, "Idle"))]));
        var lookups = Repeat(200, async i => Assert.False(await known.ExistsAsync($"unknown-{i}", CancellationToken.None)));
        var reads = Repeat(200, async _ => await reader.ReadAsync("0").GetAsyncEnumerator().MoveNextAsync());

        await Task.WhenAll([.. journal, summaries, lookups, reads]);
        Assert.Equal(41 + 1, await node.AddAsync("0", 1));
        Assert.Equal(200, (await table.ListAsync(null, null, 1000)).Count);
    }

    private static async Task Repeat(int times, Func<int, Task> work)
    {
        for (var i = 1; i <= times; i++)
        {
            await work(i);
        }
    }
}
