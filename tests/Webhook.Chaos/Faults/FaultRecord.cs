namespace Webhook.Chaos.Faults;

/// <summary>One fault that happened.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Node"><c>host:port</c> of the node; null for the database.</param>
/// <param name="Began">When, UTC.</param>
/// <param name="Gone">When the fault itself was over: the node had ended, or the database answered.</param>
/// <param name="Healed">When the cluster was whole again, UTC; null when it was not in time.</param>
/// <param name="Subscriptions">Those that lived on the node just before; all of them for the database.</param>
/// <param name="PastSnapshots">How many of them others wrote a snapshot of while the node was gone.</param>
/// <param name="Breach">A promise that the node itself broke, in a sentence; null for none.</param>
internal sealed record FaultRecord(
    FaultKind Kind,
    string? Node,
    DateTimeOffset Began,
    DateTimeOffset Gone,
    DateTimeOffset? Healed,
    IReadOnlySet<string> Subscriptions,
    int PastSnapshots,
    string? Breach);
