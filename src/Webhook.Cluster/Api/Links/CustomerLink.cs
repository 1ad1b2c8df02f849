namespace Webhook.Cluster.Api.Links;

/// <summary>What a link opens: one generation of one subscription, for its customer.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Generation">Its generation; one that is created anew under the same id is not opened.</param>
/// <param name="IssuedBy">Name of the key that made the link, for the log.</param>
public sealed record CustomerLink(string SubscriptionId, int Generation, string IssuedBy);
