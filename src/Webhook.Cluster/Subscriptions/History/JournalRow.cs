namespace Webhook.Cluster.Subscriptions.History;

/// <summary>One record of a subscription as it stands in the journal.</summary>
/// <param name="SequenceNumber">Its number, counted from 1 in each subscription.</param>
/// <param name="Manifest">Names its format.</param>
/// <param name="Message">Its bytes.</param>
public sealed record JournalRow(long SequenceNumber, string Manifest, byte[] Message);
