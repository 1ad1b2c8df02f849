using Microsoft.Playwright;
using Webhook.Tests.Clustering;
using static Microsoft.Playwright.Assertions;

namespace Webhook.Tests.Browser;

/// <summary>The page of one subscription, used as an operator uses it, on a real cluster.</summary>
[Collection(nameof(SharedCluster))]
public sealed class SubscriptionPageTests(NodeTrio trio, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
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
        await _window.SignInAsync(NodeTrio.Key);
    }

    public async Task DisposeAsync()
    {
        await _window.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task It_says_why_nothing_arrives_counts_down_follows_each_phase_and_heals_by_another_URL()
    {
        await _customers.CreateAsync("page-1", _endpoint.Well);
        await _window.GoAsync("/subscriptions/page-1");
        await _window.SaysAsync("Everything accepted is delivered or parked.");
        await _window.SaysAsync("None was made yet.");
        await ChangeUrlAsync("ftp://example.com");
        await _window.SaysAsync("callback_url:");
        await _window.Labelled("Callback URL").FillAsync(_endpoint.Fails);
        await _window.By(AriaRole.Button, "Save").ClickAsync();
        await _window.SaysAsync("Done. It is Idle now.");

        await _customers.SendAsync("page-1", "lesson-1");
        await _customers.FollowsAsync(_window, "page-1", "Waiting");
        await _window.SaysAsync("The endpoint answered 500.");
        await _window.SaysAsync("out of order");
        await Expect(_window.Page.GetByRole(AriaRole.Timer)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^0:0[0-2]$"));
        await _customers.FollowsAsync(_window, "page-1", "Suspended");
        await _window.SaysAsync("All 4 attempts failed");

        await _window.By(AriaRole.Button, "Send a test").ClickAsync();
        await _window.SaysAsync("The test was not delivered");
        await ChangeUrlAsync(_endpoint.Well);
        await _customers.FollowsAsync(_window, "page-1", "Idle");
        await Expect(_window.Page.Locator(".outcome-delivered")).ToHaveCountAsync(1);
        await _window.By(AriaRole.Button, "Send a test").ClickAsync();
        await _window.SaysAsync("The test was delivered: 200");
        _window.AssertQuiet();
    }

    [Fact]
    public async Task Pausing_asks_first_and_what_hangs_is_shown_as_under_way()
    {
        await _customers.CreateAsync("page-2", _endpoint.Hangs, events: 1);
        await _window.GoAsync("/subscriptions/page-2");
        await _window.SaysAsync("Events are being delivered");
        await _window.By(AriaRole.Button, "Pause").ClickAsync();
        await _window.LeaveDialogAsync("Cancel");
        Assert.Equal("Delivering", (await _customers.ViewAsync("page-2")).GetProperty("phase").GetString());
        await _window.By(AriaRole.Button, "Pause").ClickAsync();
        await _window.By(AriaRole.Dialog, "Pause?").GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await _customers.FollowsAsync(_window, "page-2", "Paused");
        await _window.By(AriaRole.Button, "Resume").ClickAsync();
        await _customers.FollowsAsync(_window, "page-2", "Delivering");
        _window.AssertQuiet();
    }

    [Fact]
    public async Task A_parked_event_is_shown_with_payload_and_command_and_sent_again_alone_or_with_all()
    {
        await _customers.CreateAsync("page-3", _endpoint.Refuses, events: 2);
        await _window.GoAsync("/subscriptions/page-3");
        await _customers.UntilAsync("page-3", v => v.GetProperty("parked").GetInt32() == 2, "both are parked");
        await _window.By(AriaRole.Button, "Replay lesson-1").WaitForAsync();

        await _window.By(AriaRole.Button, "Show event lesson-1").First.ClickAsync();
        await _window.SaysAsync("so it is parked");
        await _window.SaysAsync("\"title\": \"A Sample Lesson\"");
        await _window.By(AriaRole.Button, "Copy the command").ClickAsync();
        await _window.SaysAsync("Copied.");
        Assert.StartsWith($"curl -X POST '{_endpoint.Refuses}'", await _window.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);
        await _window.AssertAccessibleAsync();
        await _window.LeaveDialogAsync("Close");

        await _window.By(AriaRole.Button, "Replay lesson-1").ClickAsync();
        await _window.SaysAsync("1 event queued again.");
        await ChangeUrlAsync(_endpoint.Well);
        await _customers.UntilAsync("page-3", v => v.GetProperty("delivered").GetInt64() == 1, "the one that was replayed is delivered");
        await _window.By(AriaRole.Button, "Replay parked").ClickAsync();
        await _window.By(AriaRole.Dialog, "Replay parked?").GetByRole(AriaRole.Button, new() { Name = "Replay parked" }).ClickAsync();
        await _customers.UntilAsync("page-3", v => v.GetProperty("delivered").GetInt64() == 2, "the other is delivered");
        await _window.SaysAsync("Nothing was refused so often");
        _window.AssertQuiet();
    }

    [Fact]
    public async Task A_header_value_is_set_and_removed_and_never_shown_and_an_unknown_id_is_said_to_be_none()
    {
        await _customers.CreateAsync("page-4", _endpoint.Well);
        await _window.GoAsync("/subscriptions/page-4");
        await _window.By(AriaRole.Button, "Settings").ClickAsync();
        await _window.Labelled("New header value").FillAsync("Bearer of-this-test");
        await _window.Labelled("POSTs at once").FillAsync("4");
        await _window.By(AriaRole.Button, "Save").ClickAsync();
        await _window.SaysAsync("set; it is never shown");
        await _window.SaysAsync("up to 4 POSTs");
        Assert.DoesNotContain("of-this-test", await _window.Page.ContentAsync(), StringComparison.Ordinal);
        await _window.By(AriaRole.Button, "Settings").ClickAsync();
        await _window.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await _window.By(AriaRole.Button, "Save").ClickAsync();
        await _customers.UntilAsync("page-4", v => !v.GetProperty("authorization_set").GetBoolean(), "the header value is removed");
        await _window.GoAsync("/subscriptions/nobody");
        await _window.SaysAsync("No subscription has this id");
        _window.AssertQuiet();
    }

    private async Task ChangeUrlAsync(string url)
    {
        await _window.By(AriaRole.Button, "Settings").ClickAsync();
        await _window.Labelled("Callback URL").FillAsync(url);
        await _window.By(AriaRole.Button, "Save").ClickAsync();
    }
}
