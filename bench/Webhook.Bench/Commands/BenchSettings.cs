namespace Webhook.Bench.Commands;

/// <summary>Where events are kept.</summary>
internal enum DatabaseKind
{
    /// <summary>A throw-away PostgreSQL server with its default settings, synced to disk.</summary>
    PostgreSql,

    /// <summary>A SQLite file, synced to disk at each commit.</summary>
    Sqlite,
}

/// <summary>What a run is told.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Database">Where events are kept.</param>
/// <param name="Nodes">How many nodes.</param>
/// <param name="Rounds">How many rounds; medians are printed.</param>
/// <param name="Events">Events of a round; null for the scenario's own number.</param>
/// <param name="Subscriptions">How many; null for the scenario's own number.</param>
/// <param name="InFlight">How many events may wait for their receipt, where as many are sent as receipts allow; null for the scenario's own number.</param>
/// <param name="Output">A file for the figures of all rounds; null for none.</param>
/// <param name="Settings">Further settings of the nodes.</param>
internal sealed record BenchSettings(
    string Scenario, DatabaseKind Database, int Nodes, int Rounds, long? Events, long? Subscriptions, int? InFlight, string? Output, IReadOnlyList<string> Settings);
