namespace Webhook.Tests.Clustering;

/// <summary>Tests that share three node processes and measure how soon they heal: when nothing else runs, one after the other.</summary>
[CollectionDefinition(nameof(SharedCluster), DisableParallelization = true)]
public sealed class SharedCluster : ICollectionFixture<NodeTrio>;
