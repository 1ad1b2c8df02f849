using Microsoft.Playwright;
using Webhook.Tests.Clustering;
using static Microsoft.Playwright.Assertions;

namespace Webhook.Tests.Browser;

/// <summary>The buttons of the pages about all: list, cluster, theme, sign-out.</summary>
[Collection(nameof(SharedCluster))]
public sealed class OperatorPagesTests(NodeTrio trio, Chromium chromium) : OnCluster(trio, chromium)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Window.SignInAsync(NodeTrio.Key);
    }

    [Fact]
    public async Task What_a_search_finds_and_nothing_else_is_paused_and_resumed_after_a_question()
    {
        foreach (var id in new[] { "bulk-1", "bulk-2", "besides-1" })
        {
            await Customers.CreateAsync(id, Endpoint.Well);
        }

        await Window.GoAsync("/subscriptions");
        await Window.By(AriaRole.Link, "besides-1").WaitForAsync();
        await Window.Labelled("Search by id or host").FillAsync("bulk-");
        await Expect(Window.By(AriaRole.Link, "besides-1")).ToHaveCountAsync(0);
        await ChangeAllAsync("Pause");
        Assert.Equal(("Paused", "Paused", "Idle"), (await PhaseAsync("bulk-1"), await PhaseAsync("bulk-2"), await PhaseAsync("besides-1")));
        await Window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Phases" }).GetByRole(AriaRole.Link).Filter(new() { HasText = "Paused" }).ClickAsync();
        await Window.By(AriaRole.Link, "bulk-2").WaitForAsync();
        await ChangeAllAsync("Resume");
        Assert.Equal(("Idle", "Idle"), (await PhaseAsync("bulk-1"), await PhaseAsync("bulk-2")));
        Window.AssertQuiet();
    }

    [Fact]
    public async Task No_member_is_moved_by_one_press_of_a_button()
    {
        await Window.GoAsync("/cluster");
        foreach (var verb in new[] { "Leave", "Down" })
        {
            await Window.Page.GetByRole(AriaRole.Button, new() { Name = verb }).Last.ClickAsync();
            await Window.AssertAccessibleAsync();
            await Window.LeaveDialogAsync("Cancel");
        }

        await Trio.MakeWholeAsync();
        Window.AssertQuiet();
    }

    [Fact]
    public async Task A_theme_that_is_chosen_stays_and_who_signs_out_is_out()
    {
        await Window.By(AriaRole.Button, "Theme").ClickAsync();
        await Window.Page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        // A page that is left before the choice has come back to it does not know of it.
        await Expect(Window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Window.GoAsync("/subscriptions");
        await Expect(Window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Window.By(AriaRole.Button, "Sign out").ClickAsync();
        await Window.Labelled("API key").WaitForAsync();
        await Window.AssertAccessibleAsync();
        await Window.Page.GotoAsync("/subscriptions/nobody");
        await Window.Labelled("API key").WaitForAsync();
        Window.AssertQuiet();
    }

    private async Task ChangeAllAsync(string verb)
    {
        await Window.By(AriaRole.Button, "Change all of these").ClickAsync();
        await Window.Page.GetByText($"{verb} all …").ClickAsync();
        await Window.By(AriaRole.Button, $"{verb} 2 subscriptions").ClickAsync();
        await Window.SaysAsync("Ended. 2 of 2 changed.");
        await Window.AssertAccessibleAsync();
        await Window.LeaveDialogAsync("Close");
    }

    private async Task<string?> PhaseAsync(string id) => (await Customers.ViewAsync(id)).GetProperty("phase").GetString();
}
