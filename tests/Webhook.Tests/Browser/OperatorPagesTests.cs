using Microsoft.Playwright;
using Webhook.Tests.Clustering;
using static Microsoft.Playwright.Assertions;

namespace Webhook.Tests.Browser;

/// <summary>The buttons of the pages about all: list, cluster, theme, sign-out.</summary>
[Collection(nameof(SharedCluster))]
public sealed class OperatorPagesTests(NodeTrio trio, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
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
    public async Task What_a_search_finds_and_nothing_else_is_paused_and_resumed_after_a_question()
    {
        foreach (var id in new[] { "bulk-1", "bulk-2", "besides-1" })
        {
            await _customers.CreateAsync(id, _endpoint.Well);
        }

        await _window.GoAsync("/subscriptions");
        await _window.By(AriaRole.Link, "besides-1").WaitForAsync();
        await _window.Labelled("Search by id or host").FillAsync("bulk-");
        await Expect(_window.By(AriaRole.Link, "besides-1")).ToHaveCountAsync(0);
        await ChangeAllAsync("Pause");
        Assert.Equal(("Paused", "Paused", "Idle"), (await PhaseAsync("bulk-1"), await PhaseAsync("bulk-2"), await PhaseAsync("besides-1")));
        await _window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Phases" }).GetByRole(AriaRole.Link).Filter(new() { HasText = "Paused" }).ClickAsync();
        await _window.By(AriaRole.Link, "bulk-2").WaitForAsync();
        await ChangeAllAsync("Resume");
        Assert.Equal(("Idle", "Idle"), (await PhaseAsync("bulk-1"), await PhaseAsync("bulk-2")));
        _window.AssertQuiet();
    }

    [Fact]
    public async Task No_member_is_moved_by_one_press_of_a_button()
    {
        await _window.GoAsync("/cluster");
        foreach (var verb in new[] { "Leave", "Down" })
        {
            await _window.Page.GetByRole(AriaRole.Button, new() { Name = verb }).Last.ClickAsync();
            await _window.AssertAccessibleAsync();
            await _window.LeaveDialogAsync("Cancel");
        }

        await trio.MakeWholeAsync();
        _window.AssertQuiet();
    }

    [Fact]
    public async Task A_theme_that_is_chosen_stays_and_who_signs_out_is_out()
    {
        await _window.By(AriaRole.Button, "Theme").ClickAsync();
        await _window.Page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        await _window.GoAsync("/subscriptions");
        await Expect(_window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await _window.By(AriaRole.Button, "Sign out").ClickAsync();
        await _window.Labelled("API key").WaitForAsync();
        await _window.AssertAccessibleAsync();
        await _window.Page.GotoAsync("/subscriptions/nobody");
        await _window.Labelled("API key").WaitForAsync();
        _window.AssertQuiet();
    }

    private async Task ChangeAllAsync(string verb)
    {
        await _window.By(AriaRole.Button, "Change all of these").ClickAsync();
        await _window.Page.GetByText($"{verb} all …").ClickAsync();
        await _window.By(AriaRole.Button, $"{verb} 2 subscriptions").ClickAsync();
        await _window.SaysAsync("Ended. 2 of 2 changed.");
        await _window.AssertAccessibleAsync();
        await _window.LeaveDialogAsync("Close");
    }

    private async Task<string?> PhaseAsync(string id) => (await _customers.ViewAsync(id)).GetProperty("phase").GetString();
}
