using Webhook.Tests.Clustering;

namespace Webhook.Tests;

/// <summary>
/// Tests that start nodes, databases or commands as processes: they run by themselves, one after the other, so that what they
/// measure and wait for is not the machine's share that other tests leave.
/// </summary>
[CollectionDefinition(nameof(Processes), DisableParallelization = true)]
public sealed class Processes : ICollectionFixture<SharedPostgres>;
