using Webhook.Tests.Clustering;

namespace Webhook.Tests;

/// <summary>Tests that start nodes, databases or commands as processes: one after the other, beside the tests that start none.</summary>
[CollectionDefinition(nameof(Processes))]
public sealed class Processes : ICollectionFixture<SharedPostgres>;

/// <summary>Tests that kill a node of their own again and again: one after the other, beside all others.</summary>
[CollectionDefinition(nameof(Crashes))]
public sealed class Crashes;

/// <summary>Tests that measure: when nothing else runs, so that it is not the machine's share that other tests leave.</summary>
[CollectionDefinition(nameof(Measurements), DisableParallelization = true)]
public sealed class Measurements;
