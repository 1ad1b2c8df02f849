using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Webhook.Tests.LongestFirst", "Webhook.Tests")]

namespace Webhook.Tests;

/// <summary>Begins with the collections that take minutes, so that all others are over before they are.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(Processes), nameof(Crashes)];

    /// <inheritdoc />
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(c => Long.Contains(c.DisplayName));
}
