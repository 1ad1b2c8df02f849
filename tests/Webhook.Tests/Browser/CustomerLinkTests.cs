using System.Net;
using Microsoft.Playwright;
using Webhook.Tests.Clustering;
using static Microsoft.Playwright.Assertions;

namespace Webhook.Tests.Browser;

/// <summary>What a customer can do with a link, and what not.</summary>
[Collection(nameof(SharedCluster))]
public sealed class CustomerLinkTests(NodeTrio trio, Chromium chromium) : OnCluster(trio, chromium)
{
    [Fact]
    public async Task It_opens_one_subscription_with_theCustomers_rights_and_nothing_else_until_that_is_created_anew()
    {
        await Customers.CreateAsync("linked-1", Endpoint.Well);
        await Customers.CreateAsync("linked-2", Endpoint.Well);
        await OpenAsync(await Customers.LinkAsync("linked-1"));
        await Window.SaysAsync("Everything accepted is delivered or parked.");
        Assert.EndsWith("/subscriptions/linked-1", Window.Page.Url, StringComparison.Ordinal);
        await Expect(Window.By(AriaRole.Button, "Pause")).ToHaveCountAsync(0);
        await Expect(Window.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        await Window.AssertAccessibleAsync();

        await Window.By(AriaRole.Button, "Send a test").ClickAsync();
        await Window.SaysAsync("The test was delivered");
        await Window.By(AriaRole.Button, "Settings").ClickAsync();
        await Expect(Window.Labelled("POSTs at once")).ToHaveCountAsync(0);
        await Window.Labelled("Callback URL").FillAsync(Endpoint.Refuses);
        await Window.By(AriaRole.Button, "Save").ClickAsync();
        await Window.SaysAsync("Done. It is Idle now.");
        Window.AssertQuiet();

        foreach (var path in new[] { "/subscriptions/linked-2", "/subscriptions/linked-1x", "/subscriptions", "/cluster", "/" })
        {
            Assert.Equal((int)HttpStatusCode.Forbidden, (await Window.Page.GotoAsync(path))!.Status);
        }

        Assert.Equal((int)HttpStatusCode.Unauthorized, (await Window.Page.APIRequest.GetAsync("/v1/subscriptions/linked-1")).Status);
        await Window.GoAsync("/subscriptions/linked-1");
        await Customers.CreateAnewAsync("linked-1", Endpoint.Well);
        await Window.SaysAsync("Your link does not open this subscription");
    }

    [Fact]
    public async Task Looking_at_the_address_opens_nothing_nor_does_a_token_that_was_changed_and_the_token_leaves_the_address()
    {
        await Customers.CreateAsync("linked-3", Endpoint.Well);
        var link = await Customers.LinkAsync("linked-3");
        await Window.Page.GotoAsync(link);
        await Window.By(AriaRole.Button, "Open my webhook").WaitForAsync();
        Assert.EndsWith("/link", Window.Page.Url, StringComparison.Ordinal);
        await Window.AssertAccessibleAsync();
        await Window.Page.GotoAsync("/subscriptions/linked-3");
        await Window.By(AriaRole.Heading, "Webhook.Actors").WaitForAsync();
        Assert.Contains("/sign-in", Window.Page.Url, StringComparison.Ordinal);

        await OpenAsync($"{link[..^9]}{(link[^9] == 'A' ? 'B' : 'A')}{link[^8..]}");
        await Window.SaysAsync("This link has ended, or it is incomplete.");
        await Window.Page.GotoAsync("/link");
        await Window.SaysAsync("The link is incomplete.");
    }

    private async Task OpenAsync(string link)
    {
        await Window.Page.GotoAsync("about:blank");
        await Window.Page.GotoAsync(link);
        await Window.By(AriaRole.Button, "Open my webhook").ClickAsync();
    }
}
