using System.Data.Common;
using Akka.Actor;
using Akka.Hosting;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Api;

/// <summary>Asks subscriptions, wherever in the cluster they are, without waking those that never existed.</summary>
public sealed class SubscriptionClient(IRequiredActor<SubscriptionRegion> region, KnownSubscriptions known)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The answer to <paramref name="message"/>: a reply, a receipt, or a <see cref="CommandRejected"/>.</summary>
    /// <param name="message">A command or query.</param>
    /// <param name="cancellation">Ends the wait, not the command.</param>
    /// <param name="patience">How long to wait; ten seconds if not given.</param>
    public async Task<object> AskAsync(ISubscriptionMessage message, CancellationToken cancellation, TimeSpan? patience = null)
    {
        try
        {
            if (message is not PutSubscription && !await known.ExistsAsync(message.SubscriptionId, cancellation))
            {
                return message is AcceptEvent unknown
                    ? Receipts.NoSubscription(unknown)
                    : new CommandRejected(CommandFault.NotFound, "id", "No subscription has this id; create it first.");
            }

            var answer = await region.ActorRef.Ask<object>(message, patience ?? Patience, cancellation);
            if (answer is SubscriptionStored)
            {
                known.Remember(message.SubscriptionId);
            }

            return answer;
        }
        catch (Exception e) when (e is AskTimeoutException or KnownSubscriptionsFullException or DbException)
        {
            const string detail = "No answer in time: the subscription is moving, or the database does not answer; try again.";
            return message is AcceptEvent late
                ? Receipts.Overloaded(late, detail)
                : new CommandRejected(CommandFault.Unavailable, null, detail);
        }
    }
}
