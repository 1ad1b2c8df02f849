using System.Diagnostics;
using Microsoft.Playwright;
using Webhook.Tests.Clustering;
using static Microsoft.Playwright.Assertions;

namespace Webhook.Tests.Browser;

/// <summary>The overview is live, and the cluster's page refuses in words.</summary>
[Collection(nameof(SharedCluster))]
public sealed class OverviewPageTests(NodeTrio trio, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly TimeSpan FollowsWithin = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task The_overview_of_one_node_follows_within_two_seconds_what_is_done_by_another()
    {
        await trio.MakeWholeAsync();
        await new Customers(trio.Nodes[0]).CreateAsync("figure-1", "https://example.com/hook");
        await using var window = await chromium.OpenAsync(trio.Nodes[1].Setup.Url);
        await window.SignInAsync(NodeTrio.Key);
        var figure = window.Page.Locator(".figure", new PageLocatorOptions { HasText = "Paused" }).Locator(".value");
        var paused = int.Parse(await figure.InnerTextAsync());
        using var answer = await trio.Nodes[0].Api.PostAsync(new Uri("/v1/subscriptions/figure-1/pause", UriKind.Relative), null);
        var watch = Stopwatch.StartNew();
        await Expect(figure).ToHaveTextAsync($"{paused + 1}");
        Assert.True(watch.Elapsed < FollowsWithin, $"The overview followed after {watch.Elapsed}");
        window.AssertQuiet();
    }

    [Fact]
    public async Task The_clusters_page_shows_who_is_oldest_and_tells_why_a_node_cannot_be_declared_dead()
    {
        await trio.MakeWholeAsync();
        await using var window = await chromium.OpenAsync(trio.Nodes[0].Setup.Url);
        await window.SignInAsync(NodeTrio.Key);
        await window.GoAsync("/cluster");
        var rows = window.Page.GetByRole(AriaRole.Table).Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(rows.Filter(new LocatorFilterOptions { HasText = "oldest" })).ToHaveCountAsync(1);
        await window.By(AriaRole.Button, $"Down {trio.Nodes[0].ContactPoint}").ClickAsync();
        await window.By(AriaRole.Button, "Down").ClickAsync();
        await window.SaysAsync("This is the node that answers, so it is not dead");
    }
}
