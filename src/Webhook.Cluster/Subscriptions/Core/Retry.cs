namespace Webhook.Cluster.Subscriptions.Core;

/// <summary>The wait between a failed attempt and the next one.</summary>
/// <param name="Number">The retry that comes next: 1 is the first.</param>
/// <param name="Wait">Until it is due.</param>
public sealed record Retry(int Number, Wait Wait);
