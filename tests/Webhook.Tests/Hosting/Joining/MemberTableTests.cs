using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Joining;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Hosting.Joining;

public sealed class MemberTableTests : IDisposable
{
    private const string A = "akka.tcp://webhook@node-a:4053";
    private const string B = "akka.tcp://webhook@node-b:4053";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Members_that_were_seen_lately_are_told_to_the_others_until_they_leave_or_fall_silent()
    {
        var table = new MemberTable(Database.Open(new PersistenceOptions { ConnectionString = $"Data Source={Path.Combine(_folder.Path, "webhook.db")}" }));
        Assert.Empty(await OthersAsync(A, TimeSpan.FromMinutes(1)));
        await table.SeenAsync(A, CancellationToken.None);
        await table.SeenAsync(A, CancellationToken.None);
        await table.SeenAsync(B, CancellationToken.None);
        Assert.Equal([B], await OthersAsync(A, TimeSpan.FromMinutes(1)));
        Assert.Equal([A], await OthersAsync(B, TimeSpan.FromMinutes(1)));
        // Seen before the beginning of a time that lies ahead.
        Assert.Empty(await OthersAsync(A, TimeSpan.FromMinutes(-1)));
        await table.ForgetAsync(B, CancellationToken.None);
        Assert.Empty(await OthersAsync(A, TimeSpan.FromMinutes(1)));

        Task<IReadOnlyList<string>> OthersAsync(string self, TimeSpan lately) => table.OthersAsync(self, lately, CancellationToken.None);
    }
}
