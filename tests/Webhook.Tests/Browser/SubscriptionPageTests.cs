using Microsoft.Playwright;
using Webhook.Tests.Clustering;
using static Microsoft.Playwright.Assertions;

namespace Webhook.Tests.Browser;

/// <summary>The page of one subscription, used as an operator uses it, on a real cluster.</summary>
[Collection(nameof(SharedCluster))]
public sealed class SubscriptionPageTests(NodeTrio trio, Chromium chromium) : OnCluster(trio, chromium)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Window.SignInAsync(NodeTrio.Key);
    }

    [Fact]
    public async Task It_says_why_nothing_arrives_counts_down_follows_each_phase_and_heals_by_another_URL()
    {
        await Customers.CreateAsync("page-1", Endpoint.Well);
        await Window.GoAsync("/subscriptions/page-1");
        await Window.SaysAsync("Everything accepted is delivered or parked.");
        await Window.SaysAsync("None was made yet.");
        await ChangeUrlAsync("ftp://example.com");
        await Window.SaysAsync("callback_url:");
        await Window.Labelled("Callback URL").FillAsync(Endpoint.Fails);
        await Window.By(AriaRole.Button, "Save").ClickAsync();
        await Window.SaysAsync("Done. It is Idle now.");

        await Customers.SendAsync("page-1", "lesson-1");
        await Customers.FollowsAsync(Window, "page-1", "Waiting");
        await Window.SaysAsync("The endpoint answered 500.");
        await Window.SaysAsync("out of order");
        await Expect(Window.Page.GetByRole(AriaRole.Timer)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^0:0[0-2]$"));
        await Customers.FollowsAsync(Window, "page-1", "Suspended");
        await Window.SaysAsync("All 4 attempts failed");

        await Window.By(AriaRole.Button, "Send a test").ClickAsync();
        await Window.SaysAsync("The test was not delivered");
        await ChangeUrlAsync(Endpoint.Well);
        await Customers.FollowsAsync(Window, "page-1", "Idle");
        await Expect(Window.Page.Locator(".outcome-delivered")).ToHaveCountAsync(1);
        await Window.By(AriaRole.Button, "Send a test").ClickAsync();
        await Window.SaysAsync("The test was delivered: 200");
        Window.AssertQuiet();
    }

    [Fact]
    public async Task Pausing_asks_first_and_what_hangs_is_shown_as_under_way()
    {
        await Customers.CreateAsync("page-2", Endpoint.Hangs, events: 1);
        await Window.GoAsync("/subscriptions/page-2");
        await Window.SaysAsync("Events are being delivered");
        await Window.By(AriaRole.Button, "Pause").ClickAsync();
        await Window.LeaveDialogAsync("Cancel");
        Assert.Equal("Delivering", (await Customers.ViewAsync("page-2")).GetProperty("phase").GetString());
        await Window.By(AriaRole.Button, "Pause").ClickAsync();
        await Window.By(AriaRole.Dialog, "Pause?").GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Customers.FollowsAsync(Window, "page-2", "Paused");
        await Window.By(AriaRole.Button, "Resume").ClickAsync();
        await Customers.FollowsAsync(Window, "page-2", "Delivering");
        Window.AssertQuiet();
    }

    [Fact]
    public async Task A_parked_event_is_shown_with_payload_and_command_and_sent_again_alone_or_with_all()
    {
        await Customers.CreateAsync("page-3", Endpoint.Refuses, events: 2);
        await Window.GoAsync("/subscriptions/page-3");
        await Customers.UntilAsync("page-3", v => v.GetProperty("parked").GetInt32() == 2, "both are parked");
        await Window.By(AriaRole.Button, "Replay lesson-1").WaitForAsync();

        await Window.By(AriaRole.Button, "Show event lesson-1").First.ClickAsync();
        await Window.SaysAsync("so it is parked");
        await Window.SaysAsync("\"title\": \"A Sample Lesson\"");
        await Window.By(AriaRole.Button, "Copy the command").ClickAsync();
        await Window.SaysAsync("Copied.");
        Assert.StartsWith($"curl -X POST '{Endpoint.Refuses}'", await Window.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);
        await Window.AssertAccessibleAsync();
        await Window.LeaveDialogAsync("Close");

        await Window.By(AriaRole.Button, "Replay lesson-1").ClickAsync();
        await Window.SaysAsync("1 event queued again.");
        await ChangeUrlAsync(Endpoint.Well);
        await Customers.UntilAsync("page-3", v => v.GetProperty("delivered").GetInt64() == 1, "the one that was replayed is delivered");
        await Window.By(AriaRole.Button, "Replay parked").ClickAsync();
        await Window.By(AriaRole.Dialog, "Replay parked?").GetByRole(AriaRole.Button, new() { Name = "Replay parked" }).ClickAsync();
        await Customers.UntilAsync("page-3", v => v.GetProperty("delivered").GetInt64() == 2, "the other is delivered");
        await Window.SaysAsync("Nothing was refused so often");
        Window.AssertQuiet();
    }

    [Fact]
    public async Task A_header_value_is_set_and_removed_and_never_shown_and_an_unknown_id_is_said_to_be_none()
    {
        await Customers.CreateAsync("page-4", Endpoint.Well);
        await Window.GoAsync("/subscriptions/page-4");
        await Window.By(AriaRole.Button, "Settings").ClickAsync();
        await Window.Labelled("New header value").FillAsync("Bearer of-this-test");
        await Window.Labelled("POSTs at once").FillAsync("4");
        await Window.By(AriaRole.Button, "Save").ClickAsync();
        await Window.SaysAsync("set; it is never shown");
        await Window.SaysAsync("up to 4 POSTs");
        Assert.DoesNotContain("of-this-test", await Window.Page.ContentAsync(), StringComparison.Ordinal);
        await Window.By(AriaRole.Button, "Settings").ClickAsync();
        await Window.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await Window.By(AriaRole.Button, "Save").ClickAsync();
        await Customers.UntilAsync("page-4", v => !v.GetProperty("authorization_set").GetBoolean(), "the header value is removed");
        await Window.GoAsync("/subscriptions/nobody");
        await Window.SaysAsync("No subscription has this id");
        Window.AssertQuiet();
    }

    private async Task ChangeUrlAsync(string url)
    {
        await Window.By(AriaRole.Button, "Settings").ClickAsync();
        await Window.Labelled("Callback URL").FillAsync(url);
        await Window.By(AriaRole.Button, "Save").ClickAsync();
    }
}
