namespace Webhook.Cluster.Gateway;

/// <summary>Too many look-ups wait for the database; the event is worth repeating.</summary>
public sealed class KnownSubscriptionsFullException() : Exception("Too many look-ups of subscriptions are waiting; try again.");
