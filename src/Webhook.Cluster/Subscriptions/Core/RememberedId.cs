namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>An id that was accepted, so that the same event sent again is known.</summary>
/// <param name="EventId">The id.</param>
/// <param name="Hash">Of the payload that was accepted under it.</param>
/// <param name="AcceptedAt">When, UTC.</param>
/// <param name="PayloadAt">Sequence number of the record that carries the payload.</param>
public sealed record RememberedId(string EventId, PayloadHash Hash, DateTimeOffset AcceptedAt, long PayloadAt);
