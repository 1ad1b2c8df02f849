using LinqToDB.Data;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Joining;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Hosting.Joining;

public sealed class MemberTableTests : IDisposable
{
    private const string A = "akka.tcp://webhook@node-a:4053";
    private const string B = "akka.tcp://webhook@node-b:4053";

    private readonly TempFolder _folder = new();
    private readonly Database _database;
    private readonly MemberTable _table;

    public MemberTableTests()
    {
        _database = Database.Open(new PersistenceOptions { ConnectionString = $"Data Source={Path.Combine(_folder.Path, "webhook.db")}" });
        _table = new MemberTable(_database);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Members_are_told_to_the_others_until_they_leave()
    {
        Assert.Empty(await OthersAsync(A));
        await _table.SeenAsync(A, CancellationToken.None);
        await _table.SeenAsync(A, CancellationToken.None);
        await _table.SeenAsync(B, CancellationToken.None);
        Assert.Equal([new SeenMember(B, Lately: true)], await OthersAsync(A));
        Assert.Equal([new SeenMember(A, Lately: true)], await OthersAsync(B));
        await _table.ForgetAsync(B, CancellationToken.None);
        Assert.Empty(await OthersAsync(A));
    }

    [Theory]
    [InlineData(-50, true)]
    [InlineData(-70, false)]
    [InlineData(50, true)]
    [InlineData(70, false)]
    public async Task A_member_counts_as_seen_lately_for_a_while_also_when_the_databases_clock_stepped_back(int seconds, bool lately)
    {
        await SeenAsync(B, TimeSpan.FromSeconds(seconds));
        Assert.Equal([new SeenMember(B, lately)], await OthersAsync(A));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task A_member_that_was_not_seen_for_an_hour_is_forgotten(int hours)
    {
        await SeenAsync(B, TimeSpan.FromHours(hours));
        Assert.Single(await OthersAsync(A));
        await _table.SeenAsync(A, CancellationToken.None);
        Assert.Empty(await OthersAsync(A));
    }

    private async Task SeenAsync(string address, TimeSpan ago)
    {
        await _table.SeenAsync(address, CancellationToken.None);
        await using var connection = _database.Connect();
        await connection.ExecuteAsync($"UPDATE webhook_members SET seen_at = seen_at + {(long)ago.TotalMilliseconds}");
    }

    private Task<IReadOnlyList<SeenMember>> OthersAsync(string self) => _table.OthersAsync(self, TimeSpan.FromMinutes(1), CancellationToken.None);
}
