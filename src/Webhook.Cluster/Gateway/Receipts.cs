using Webhook.Messages;

namespace Webhook.Cluster.Gateway;

/// <summary>Receipts that are given without asking the subscription.</summary>
internal static class Receipts
{
    public static Rejected NoSubscription(string subscriptionId, string eventId) =>
        new(subscriptionId, eventId, RejectReason.NoSubscription, null, "No subscription has this id; create it first.");

    public static Rejected Overloaded(string subscriptionId, string eventId, string detail) =>
        new(subscriptionId, eventId, RejectReason.Overloaded, null, detail);
}
