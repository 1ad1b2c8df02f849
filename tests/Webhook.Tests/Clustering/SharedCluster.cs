namespace Webhook.Tests.Clustering;

/// <summary>Tests that share three node processes; by themselves and one after the other, as all that start processes.</summary>
[CollectionDefinition(nameof(SharedCluster), DisableParallelization = true)]
public sealed class SharedCluster : ICollectionFixture<NodeTrio>;
