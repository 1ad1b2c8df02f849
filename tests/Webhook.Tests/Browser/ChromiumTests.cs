
namespace Webhook.Tests.Browser;

/// <summary>What the other tests of this folder rest on: the checks must be able to fail.</summary>
[Collection(nameof(Processes))]
public sealed class ChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_page_that_is_too_wide_unreadable_or_broken_is_noticed()
    {
        await using var window = await chromium.OpenAsync(new Uri("http://127.0.0.1"), Window.Hand);
        await window.Page.SetContentAsync("<html lang='en'><title>good</title><main><h1>Good</h1></main></html>");
        window.AssertQuiet();
        await window.AssertNoSidewaysScrollAsync();
        await window.AssertAccessibleAsync();
        await window.Page.SetContentAsync("<html><main style='width:800px'><button></button><script>throw new Error('broken')</script></main></html>");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(window.AssertQuiet);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => window.AssertNoSidewaysScrollAsync(seconds: 1));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(window.AssertAccessibleAsync);
    }
}
