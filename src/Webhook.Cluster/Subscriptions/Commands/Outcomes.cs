using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Subscriptions.Commands;

/// <summary>Records how an attempt ended. It comes from the actor itself, never over the wire, and is not answered.</summary>
/// <param name="SubscriptionId">The id.</param>
/// <param name="Attempt">The attempt, as it was started.</param>
/// <param name="Result">How its POST ended.</param>
public sealed record RecordOutcome(string SubscriptionId, Attempt Attempt, PostResult Result) : SubscriptionCommand(SubscriptionId);

/// <summary>Records that the operators' subscription answered for announcements. It comes from the actor itself, and is not answered.</summary>
/// <param name="SubscriptionId">The id.</param>
/// <param name="UpTo">Sequence number of the newest of them.</param>
public sealed record RecordAnnounced(string SubscriptionId, long UpTo) : SubscriptionCommand(SubscriptionId);

/// <summary>Records several 2xx at once, in the order in which they came.</summary>
public sealed record RecordDeliveries(string SubscriptionId, IReadOnlyList<RecordOutcome> Outcomes) : SubscriptionCommand(SubscriptionId);
