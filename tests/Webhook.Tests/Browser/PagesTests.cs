using Microsoft.Playwright;
using Webhook.Tests.Clustering;
using Webhook.Tests.Packaging;

namespace Webhook.Tests.Browser;

/// <summary>Every page, in both themes, on a desk and in the hand.</summary>
[Collection(nameof(SharedCluster))]
public sealed class PagesTests(NodeTrio trio, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly (string Name, string Path)[] Pages =
        [("overview", "/"), ("subscriptions", "/subscriptions"), ("cluster", "/cluster"), ("subscription", "/subscriptions/shown-fails")];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Each_page_is_readable_for_all_fits_a_telephone_and_has_the_browser_complain_of_nothing(ColorScheme theme)
    {
        await trio.MakeWholeAsync();
        await using var endpoint = await MoodEndpoint.StartAsync();
        var customers = new Customers(trio.Nodes[0]);
        await customers.CreateAsync("shown-fails", endpoint.Fails, events: 3);
        await customers.CreateAsync("shown-refuses", endpoint.Refuses, events: 1);
        await customers.CreateAsync("shown-well", endpoint.Well, events: 4);
        await customers.UntilAsync("shown-fails", v => v.GetProperty("phase").GetString() is "Waiting" or "Suspended", "it failed");
        await using var window = await chromium.OpenAsync(trio.Nodes[0].Setup.Url, Window.Desk, theme);
        foreach (var path in new[] { "/sign-in", "/link" })
        {
            await window.Page.GotoAsync(path);
            await window.AssertAccessibleAsync();
        }

        await window.SignInAsync(NodeTrio.Key);
        foreach (var (name, path) in Pages)
        {
            await window.GoAsync(path);
            await window.AssertAccessibleAsync();
            await ShootAsync(window, $"{name}-{theme}-{Window.Desk}");
            await window.Page.SetViewportSizeAsync(Window.Hand, 900);
            await window.AssertNoSidewaysScrollAsync();
            await ShootAsync(window, $"{name}-{theme}-{Window.Hand}");
            await window.Page.SetViewportSizeAsync(Window.Desk, 900);
        }

        window.AssertQuiet();
    }

    /// <summary>Keeps pictures where <c>WRITE_SCREENSHOTS</c> names a folder; the one of the README where it is <c>1</c>.</summary>
    private static async Task ShootAsync(Window window, string name)
    {
        var wanted = Environment.GetEnvironmentVariable("WRITE_SCREENSHOTS");
        var path = wanted switch
        {
            null or "" => null,
            "1" => name == $"subscription-{ColorScheme.Light}-{Window.Desk}" ? Repository.PathOf("docs", "images", "dashboard.png") : null,
            _ => Path.Combine(wanted, $"{name}.png"),
        };
        if (path is not null)
        {
            await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = wanted != "1" });
        }
    }
}
