using Akka.Actor;
using Akka.Hosting;
using Webhook.Cluster.Gateway;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.Actor;
using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Cluster.Telemetry;
using Webhook.Messages;

namespace Webhook.Cluster.Api;

/// <summary>Asks subscriptions, wherever in the cluster they are, without waking those that never existed.</summary>
public sealed class SubscriptionClient(IRequiredActor<SubscriptionRegion> region, KnownSubscriptions known, Departure departure, WebhookMeter meter)
{
    private const string Leaving = "This node is leaving the cluster; try again, at another node.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The answer to <paramref name="message"/>: a reply, a receipt, or a <see cref="CommandRejected"/>.</summary>
    /// <param name="message">A command or query.</param>
    /// <param name="cancellation">Ends the wait, not the command.</param>
    /// <param name="patience">How long to wait; ten seconds if not given.</param>
    public async Task<object> AskAsync(ISubscriptionMessage message, CancellationToken cancellation, TimeSpan? patience = null)
    {
        if (departure.Begun.IsCancellationRequested)
        {
            return Unavailable(message, Leaving);
        }

        // What waits in the region when it stops is never answered.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, departure.HandedOff);
        try
        {
            if (message is not PutSubscription && !await known.ExistsAsync(message.SubscriptionId, ends.Token))
            {
                return message is AcceptEvent unknown
                    ? Counted(Receipts.NoSubscription(unknown.SubscriptionId, unknown.EventId))
                    : new CommandRejected(CommandFault.NotFound, "id", "No subscription has this id; create it first.");
            }

            var answer = await region.ActorRef.Ask<object>(message, patience ?? Patience, ends.Token);
            if (answer is SubscriptionStored)
            {
                known.Remember(message.SubscriptionId);
            }

            return answer;
        }
        catch (Exception e) when (e is AskTimeoutException or KnownSubscriptionsFullException || Database.IsFault(e))
        {
            return Unavailable(message, "No answer in time: the subscription is moving, or the database does not answer; try again.");
        }
        catch (OperationCanceledException) when (departure.HandedOff.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return Unavailable(message, Leaving);
        }
    }

    private object Unavailable(ISubscriptionMessage message, string detail) => message is AcceptEvent late
        ? Counted(Receipts.Overloaded(late.SubscriptionId, late.EventId, detail))
        : new CommandRejected(CommandFault.Unavailable, null, detail);

    /// <summary>Receipts that the subscription itself did not give are counted here.</summary>
    private Receipt Counted(Receipt receipt)
    {
        meter.Answered(receipt);
        return receipt;
    }
}
