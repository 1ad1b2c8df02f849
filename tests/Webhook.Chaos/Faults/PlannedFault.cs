namespace Webhook.Chaos.Faults;

/// <summary>One fault to come.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Pick">Which node, counted round the fleet; for the database whether it is stopped (even) or crashes (odd).</param>
/// <param name="Pause">How long the healed cluster is left alone before.</param>
/// <param name="Duration">How long the fault lasts; for a killed or terminated node, how long it stays away.</param>
internal sealed record PlannedFault(FaultKind Kind, int Pick, TimeSpan Pause, TimeSpan Duration);
