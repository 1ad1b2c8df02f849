using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Browser;

/// <summary>A browser's window that keeps whatever went wrong in it: errors of scripts, of the console, of the content security policy.</summary>
public sealed class Window : IAsyncDisposable
{
    /// <summary>Width of a telephone, in CSS pixels.</summary>
    public const int Hand = 390;

    /// <summary>Width of a desk's screen.</summary>
    public const int Desk = 1440;

    private static readonly AxeRunOptions ResultsOnly = new() { ResultTypes = [ResultType.Violations] };

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    internal Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => Keep(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Keep(true, error);
    }

    public IPage Page { get; }

    /// <summary>The part that a person on a page looks for by its role and name.</summary>
    public ILocator By(AriaRole role, string name) => Page.GetByRole(role, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>The part that a person on a page looks for by its label.</summary>
    public ILocator Labelled(string label) => Page.GetByLabel(label, new PageGetByLabelOptions { Exact = true });

    /// <summary>Waits until the page says this somewhere.</summary>
    public Task SaysAsync(string text, int seconds = 20) =>
        Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 1_000 * seconds });

    /// <summary>Goes to a page of the dashboard and waits until it is live.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("h1").First.WaitForAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
    }

    /// <summary>Presses a button of the open dialog and waits until that is gone: it takes a moment, and its buttons have names that others have, too.</summary>
    public async Task LeaveDialogAsync(string button)
    {
        await By(AriaRole.Button, button).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
    }

    /// <summary>Signs in with a key of role operator.</summary>
    public async Task SignInAsync(string key)
    {
        await Page.GotoAsync("/");
        await Labelled("API key").FillAsync(key);
        await By(AriaRole.Button, "Sign in").ClickAsync();
        await By(AriaRole.Heading, "Overview").WaitForAsync();
    }

    /// <summary>Fails when the browser complained of anything so far.</summary>
    public void AssertQuiet() => Assert.Empty(_faults);

    /// <summary>Fails when the page stays wider than the window, to which it may have to fit itself first.</summary>
    public Task AssertNoSidewaysScrollAsync(int seconds = 5) => Eventually.TrueAsync(
        () => Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
        $"{Page.Url} fits into its window",
        seconds);

    /// <summary>Fails when axe finds something by which people are hindered seriously.</summary>
    public async Task AssertAccessibleAsync()
    {
        var found = (await Page.RunAxe(ResultsOnly)).Violations.Where(v => v.Impact is "serious" or "critical");
        Assert.True(!found.Any(), $"{Page.Url}: {string.Join("; ", found.Select(v => $"{v.Id}: {v.Help} at {string.Join(", ", v.Nodes.Select(n => n.Html))}"))}");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Keep(bool isFault, string text)
    {
        if (isFault)
        {
            _faults.Enqueue(text);
        }
    }
}
