using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>Receipts that are given without asking the subscription.</summary>
internal static class Receipts
{
    public static Rejected NoSubscription(AcceptEvent command) => new(
        command.SubscriptionId, command.EventId, RejectReason.NoSubscription, null, "No subscription has this id; create it first.");

    public static Rejected Overloaded(AcceptEvent command, string detail) => new(
        command.SubscriptionId, command.EventId, RejectReason.Overloaded, null, detail);
}
