using Webhook.Tests.Clustering;

namespace Webhook.Tests;

/// <summary>Tests that start nodes, databases or commands as processes: one after the other, beside <see cref="Crashes"/> and all that start none.</summary>
[CollectionDefinition(nameof(Processes))]
public sealed class Processes : ICollectionFixture<SharedPostgres>;

/// <summary>Tests that start or kill nodes of their own again and again: one after the other, beside <see cref="Processes"/> and all that start none.</summary>
[CollectionDefinition(nameof(Crashes))]
public sealed class Crashes;

/// <summary>Tests that measure: when nothing else runs, so that it is not the machine's share that other tests leave.</summary>
[CollectionDefinition(nameof(Measurements), DisableParallelization = true)]
public sealed class Measurements;
