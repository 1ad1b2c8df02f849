using System.Net;
using Microsoft.Playwright;
using Webhook.Tests.Clustering;
using static Microsoft.Playwright.Assertions;

namespace Webhook.Tests.Browser;

/// <summary>What a customer can do with a link, and what not.</summary>
[Collection(nameof(SharedCluster))]
public sealed class CustomerLinkTests(NodeTrio trio, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private MoodEndpoint _endpoint = null!;
    private Customers _customers = null!;
    private Window _window = null!;

    public async Task InitializeAsync()
    {
        await trio.MakeWholeAsync();
        _endpoint = await MoodEndpoint.StartAsync();
        _customers = new Customers(trio.Nodes[0]);
        _window = await chromium.OpenAsync(trio.Nodes[0].Setup.Url);
    }

    public async Task DisposeAsync()
    {
        await _window.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task It_opens_one_subscription_with_the_customers_rights_and_nothing_else_until_that_is_created_anew()
    {
        await _customers.CreateAsync("linked-1", _endpoint.Well);
        await _customers.CreateAsync("linked-2", _endpoint.Well);
        await OpenAsync(await _customers.LinkAsync("linked-1"));
        await _window.SaysAsync("Everything accepted is delivered or parked.");
        Assert.EndsWith("/subscriptions/linked-1", _window.Page.Url, StringComparison.Ordinal);
        await Expect(_window.By(AriaRole.Button, "Pause")).ToHaveCountAsync(0);
        await Expect(_window.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        await _window.AssertAccessibleAsync();

        await _window.By(AriaRole.Button, "Send a test").ClickAsync();
        await _window.SaysAsync("The test was delivered");
        await _window.By(AriaRole.Button, "Settings").ClickAsync();
        await Expect(_window.Labelled("POSTs at once")).ToHaveCountAsync(0);
        await _window.Labelled("Callback URL").FillAsync(_endpoint.Refuses);
        await _window.By(AriaRole.Button, "Save").ClickAsync();
        await _window.SaysAsync("Done. It is Idle now.");
        _window.AssertQuiet();

        foreach (var path in new[] { "/subscriptions/linked-2", "/subscriptions/linked-1x", "/subscriptions", "/cluster", "/" })
        {
            Assert.Equal((int)HttpStatusCode.Forbidden, (await _window.Page.GotoAsync(path))!.Status);
        }

        Assert.Equal((int)HttpStatusCode.Unauthorized, (await _window.Page.APIRequest.GetAsync("/v1/subscriptions/linked-1")).Status);
        await _window.GoAsync("/subscriptions/linked-1");
        await _customers.CreateAnewAsync("linked-1", _endpoint.Well);
        await _window.SaysAsync("Your link does not open this subscription");
    }

    [Fact]
    public async Task Looking_at_the_address_opens_nothing_nor_does_a_token_that_was_changed_and_the_token_leaves_the_address()
    {
        await _customers.CreateAsync("linked-3", _endpoint.Well);
        var link = await _customers.LinkAsync("linked-3");
        await _window.Page.GotoAsync(link);
        await _window.By(AriaRole.Button, "Open my webhook").WaitForAsync();
        Assert.EndsWith("/link", _window.Page.Url, StringComparison.Ordinal);
        await _window.AssertAccessibleAsync();
        await _window.Page.GotoAsync("/subscriptions/linked-3");
        await _window.By(AriaRole.Heading, "Webhook.Actors").WaitForAsync();
        Assert.Contains("/sign-in", _window.Page.Url, StringComparison.Ordinal);

        await OpenAsync($"{link[..^9]}{(link[^9] == 'A' ? 'B' : 'A')}{link[^8..]}");
        await _window.SaysAsync("This link has ended, or it is incomplete.");
        await _window.Page.GotoAsync("/link");
        await _window.SaysAsync("The link is incomplete.");
    }

    private async Task OpenAsync(string link)
    {
        await _window.Page.GotoAsync("about:blank");
        await _window.Page.GotoAsync(link);
        await _window.By(AriaRole.Button, "Open my webhook").ClickAsync();
    }
}
