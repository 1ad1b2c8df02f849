using LinqToDB.Data;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.History;

namespace Webhook.Tests.Hosting;

public sealed class JournalReaderTests(JournalReaderTests.Journal journal) : IClassFixture<JournalReaderTests.Journal>
{
    private readonly Database _database = journal.Database;

    [Theory]
    [InlineData(1, long.MaxValue, null, false, "2,3,4,5,6,7,8,9,10")]
    [InlineData(1, long.MaxValue, null, true, "10,9,8,7,6,5,4,3,2")]
    [InlineData(3, 7, null, false, "3,4,5,6,7")]
    [InlineData(3, 7, null, true, "7,6,5,4,3")]
    [InlineData(1, long.MaxValue, "even", false, "2,4,6,8,10")]
    [InlineData(1, 9, "odd", true, "9,7,5,3")]
    [InlineData(11, long.MaxValue, null, false, "")]
    [InlineData(5, 4, null, false, "")]
    public async Task Records_come_in_order_within_the_range_by_manifest_and_without_deleted_ones(
        long from, long to, string? manifest, bool descending, string expected)
    {
        foreach (var pageSize in new[] { 1, 2, 3, 100 })
        {
            var numbers = new List<long>();
            await foreach (var row in new JournalReader(_database, pageSize)
                .ReadAsync("a", from, to, manifest is null ? null : [manifest], descending))
            {
                Assert.Equal("one"u8.ToArray(), row.Message);
                numbers.Add(row.SequenceNumber);
            }

            Assert.Equal(expected, string.Join(',', numbers));
        }
    }

    [Fact]
    public async Task A_page_holds_no_more_than_asked_for()
    {
        var page = await new JournalReader(_database).PageAsync("a", 1, long.MaxValue, ["even", "odd"], descending: true, limit: 3);
        Assert.Equal([(10L, "even"), (9L, "odd"), (8L, "even")], page.Select(r => (r.SequenceNumber, r.Manifest)));
    }

    [Fact]
    public async Task An_unknown_subscription_has_no_records() =>
        Assert.Empty(await new JournalReader(_database).PageAsync("nobody", 1, long.MaxValue, null, false, 10));

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 4, 3)]
    [InlineData(5, 4, 5)]
    [InlineData(1, 99, 10)]
    public async Task What_was_written_since_a_time_is_found_without_reading_what_was_before_and_clocks_may_differ_by_an_hour(long from, int hour, long first)
    {
        // Record n was written at hour n. Between the last bounds of the bisection there is a page.
        var found = await new JournalReader(_database, pageSize: 1).FirstSinceAsync("a", from, Journal.Begin.AddHours(hour));
        Assert.Equal(first, found);
    }

    [Fact]
    public async Task A_journal_that_does_not_say_when_it_was_written_is_read_from_its_begin() =>
        Assert.Equal(1, await new JournalReader(_database, pageSize: 1).FirstSinceAsync("c", 1, Journal.Begin.AddHours(99)));

    [Fact]
    public async Task Rare_records_are_found_wherever_they_are()
    {
        var numbers = await new JournalReader(_database, pageSize: 2).ReadRareAsync("a", 3, ["even"]).Select(r => r.SequenceNumber).ToListAsync();
        Assert.Equal([4, 6, 8, 10], numbers);
        Assert.Empty(await new JournalReader(_database).ReadRareAsync("nobody", 1, ["even"]).ToListAsync());
        // Far above all windows that hold nothing.
        Assert.Equal([45_000], await new JournalReader(_database).ReadRareAsync("far", 1, ["even"]).Select(r => r.SequenceNumber).ToListAsync());
    }

    /// <summary>A journal that is only read.</summary>
    public sealed class Journal : IAsyncLifetime, IDisposable
    {
        public static readonly DateTimeOffset Begin = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

        private readonly TempFolder _folder = new();

        public Database Database { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await using var node = await TestNode.StartAsync(_folder.Path);
            await node.AddAsync("a", 10);
            await node.AddAsync("b", 1);
            await node.AddAsync("c", 3);
            await node.AddAsync("far", 1);
            Database = node.Database;
            using var connection = Database.Connect();
            await connection.ExecuteAsync("UPDATE journal SET manifest = CASE sequence_number % 2 WHEN 0 THEN 'even' ELSE 'odd' END WHERE persistence_id = 'subscription-a'");
            await connection.ExecuteAsync($"UPDATE journal SET created = {Begin.UtcTicks} + sequence_number * {TimeSpan.TicksPerHour} WHERE persistence_id = 'subscription-a'");
            await connection.ExecuteAsync("UPDATE journal SET created = 0 WHERE persistence_id = 'subscription-c'");
            await connection.ExecuteAsync("UPDATE journal SET sequence_number = 45000, manifest = 'even' WHERE persistence_id = 'subscription-far'");
            await connection.ExecuteAsync("UPDATE journal SET deleted = 1 WHERE persistence_id = 'subscription-a' AND sequence_number = 1");
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _folder.Dispose();
    }
}
