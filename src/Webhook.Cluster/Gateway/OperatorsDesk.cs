using Akka.Actor;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>Takes what operators are to be told to their subscription; where they have none, nobody is woken.</summary>
/// <param name="known">Knows whether they have one.</param>
/// <param name="region">The shard region of subscriptions.</param>
internal sealed class OperatorsDesk(KnownSubscriptions known, Func<IActorRef> region)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The receipt of <paramref name="announcement"/>; <c>Overloaded</c> when no answer came.</summary>
    public async Task<Receipt> HandOverAsync(AcceptEvent announcement)
    {
        try
        {
            return await known.ExistsAsync(announcement.SubscriptionId, CancellationToken.None)
                ? await region().Ask<Receipt>(announcement, Patience)
                : Receipts.NoSubscription(announcement.SubscriptionId, announcement.EventId);
        }
        catch (Exception e) when (e is AskTimeoutException or KnownSubscriptionsFullException or OperationCanceledException || Database.IsFault(e))
        {
            return Receipts.Overloaded(announcement.SubscriptionId, announcement.EventId, "The operators' subscription did not answer.");
        }
    }
}
