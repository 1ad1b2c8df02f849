using LinqToDB;
using LinqToDB.Async;
using Webhook.Cluster.Delivery;

namespace Webhook.Cluster.Subscriptions.Summary;

/// <summary>Subscriptions that need a look though their phase does not say so.</summary>
/// <param name="table">The table.</param>
/// <param name="delivery">Says how many events one may hold.</param>
public sealed class SummaryWarnings(SummaryTable table, DeliveryOptions delivery)
{
    /// <summary>From which part of what it may hold a subscription counts as nearly full.</summary>
    private const double NearlyFull = 0.9;

    /// <summary>An attempt may take a while, and the row is not written when it begins.</summary>
    private static readonly TimeSpan OverdueAfter = TimeSpan.FromMinutes(1);

    /// <summary>How many events a subscription holds that is nearly full.</summary>
    public int NearlyFullFrom => (int)(delivery.OutboxLimit * NearlyFull);

    /// <summary>How many are nearly full, and how many wait for a retry that was due a minute ago.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(int NearlyFull, int Overdue)> CountAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await using var connection = await table.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var rows = connection.GetTable<SummaryRecord>();
        var nearlyFull = await new SummaryFilter(HeldFrom: NearlyFullFrom).Of(rows).CountAsync(cancellationToken).ConfigureAwait(false);
        var limit = (now - OverdueAfter).ToUniversalTime();
        var overdue = await rows.CountAsync(r => r.Phase == nameof(Core.Phase.Waiting) && r.DueAt < limit, cancellationToken).ConfigureAwait(false);
        return (nearlyFull, overdue);
    }
}
