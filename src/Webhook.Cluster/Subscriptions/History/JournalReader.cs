using System.Runtime.CompilerServices;
using LinqToDB;
using LinqToDB.Async;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.Actor;

namespace Webhook.Cluster.Subscriptions.History;

/// <summary>
/// Reads a subscription's records from the journal's table without waking its actor. Memory is bounded by a page: the
/// database is asked anew for each, so a slow reader holds no transaction open.
/// </summary>
/// <param name="database">The journal's database.</param>
/// <param name="pageSize">The most records in memory at a time; with payloads, each may be twice 64 KiB.</param>
public sealed class JournalReader(Database database, int pageSize = 100)
{
    private const int Window = 10_000;

    /// <summary>How far the clocks of nodes that wrote one after the other may be apart.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromHours(1);

    /// <summary>The records of a subscription between two sequence numbers, both included.</summary>
    /// <param name="subscriptionId">Whose records.</param>
    /// <param name="from">The lowest sequence number.</param>
    /// <param name="to">The highest.</param>
    /// <param name="manifests">Only these formats; none means all.</param>
    /// <param name="descending">Newest first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<JournalRow> ReadAsync(
        string subscriptionId,
        long from = 1,
        long to = long.MaxValue,
        IReadOnlyCollection<string>? manifests = null,
        bool descending = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (from <= to)
        {
            var page = await PageAsync(subscriptionId, from, to, manifests, descending, pageSize, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < pageSize)
            {
                yield break;
            }

            (from, to) = descending ? (from, page[^1].SequenceNumber - 1) : (page[^1].SequenceNumber + 1, to);
        }
    }

    /// <summary>
    /// The records of few formats among many others, from <paramref name="from"/> on, oldest first. No key knows formats, so the database looks through a window
    /// of records at a time: one statement over all of a busy subscription's would take longer than a statement may.
    /// </summary>
    public async IAsyncEnumerable<JournalRow> ReadRareAsync(
        string subscriptionId, long from, IReadOnlyCollection<string> manifests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (lowest, highest) = await BoundsAsync(subscriptionId, from, cancellationToken).ConfigureAwait(false);
        for (from = lowest; from <= highest; from += Window)
        {
            await foreach (var row in ReadAsync(subscriptionId, from, from + Window - 1, manifests, descending: false, cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    /// <summary>The first <paramref name="limit"/> records that <see cref="ReadAsync"/> would give.</summary>
    public async Task<IReadOnlyList<JournalRow>> PageAsync(
        string subscriptionId,
        long from,
        long to,
        IReadOnlyCollection<string>? manifests,
        bool descending,
        int limit,
        CancellationToken cancellationToken = default)
    {
        var persistenceId = SubscriptionActor.PersistenceIdOf(subscriptionId);
        await using var connection = database.Connect();
        var rows = connection.GetTable<JournalRecord>()
            .Where(r => r.PersistenceId == persistenceId && r.SequenceNumber >= from && r.SequenceNumber <= to && !r.Deleted);
        if (manifests is { Count: > 0 })
        {
            rows = rows.Where(r => manifests.Contains(r.Manifest));
        }

        rows = descending ? rows.OrderByDescending(r => r.SequenceNumber) : rows.OrderBy(r => r.SequenceNumber);
        return await rows.Take(limit)
            .Select(r => new JournalRow(r.SequenceNumber, r.Manifest, r.Message))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// A record from which on all were written at <paramref name="since"/> or later, or shortly before: found by bisection, since no key knows times.
    /// <paramref name="from"/> where the journal does not say when its records were written.
    /// </summary>
    public async Task<long> FirstSinceAsync(string subscriptionId, long from, DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        var wanted = since.UtcTicks < ClockMargin.Ticks ? 0 : (since - ClockMargin).UtcTicks;
        var (lowest, highest) = await BoundsAsync(subscriptionId, from, cancellationToken).ConfigureAwait(false);
        var (low, high) = (lowest, highest + 1);
        while (high - low > pageSize)
        {
            var middle = low + ((high - low) / 2);
            var written = await WrittenAtAsync(subscriptionId, middle, cancellationToken).ConfigureAwait(false);
            if (written == 0)
            {
                return from;
            }

            (low, high) = written < wanted ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>When the first record from this number on was written, in ticks of UTC; 0 when that is not known.</summary>
    private async Task<long> WrittenAtAsync(string subscriptionId, long number, CancellationToken cancellationToken)
    {
        var persistenceId = SubscriptionActor.PersistenceIdOf(subscriptionId);
        await using var connection = database.Connect();
        return await connection.GetTable<JournalRecord>()
            .Where(r => r.PersistenceId == persistenceId && r.SequenceNumber >= number)
            .OrderBy(r => r.SequenceNumber)
            .Select(r => r.Created)
            .FirstOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The first and the last record from a number on; the first is that number, and the last 0, where there is none. What was deleted before is not gone through.</summary>
    private async Task<(long Lowest, long Highest)> BoundsAsync(string subscriptionId, long from, CancellationToken cancellationToken)
    {
        var persistenceId = SubscriptionActor.PersistenceIdOf(subscriptionId);
        await using var connection = database.Connect();
        var rows = connection.GetTable<JournalRecord>().Where(r => r.PersistenceId == persistenceId && r.SequenceNumber >= from);
        var lowest = await rows.MinAsync(r => (long?)r.SequenceNumber, cancellationToken).ConfigureAwait(false);
        var highest = await rows.MaxAsync(r => (long?)r.SequenceNumber, cancellationToken).ConfigureAwait(false);
        return (lowest ?? from, highest ?? 0);
    }
}
