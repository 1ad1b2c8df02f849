using Webhook.Cluster.Subscriptions.Commands;
using Webhook.Tests.Core.Dsl;

namespace Webhook.Tests.Core;

/// <summary>Rule 9: which callback URLs are taken.</summary>
public class CallbackUrlTests
{
    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com:8443/hook?customer=1&x=%20")]
    [InlineData("HTTPS://EXAMPLE.COM/Hook")]
    [InlineData("https://bücher.example/hook")]
    [InlineData("https://[2001:db8::1]/hook")]
    public void An_absolute_https_URL_is_taken_as_written(string url)
    {
        var stored = Assert.IsType<SubscriptionStored>(new Lived().Put(url: url));
        Assert.Equal(url, stored.View.CallbackUrl);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("example.com/hook")]
    [InlineData("/hook")]
    [InlineData("//example.com/hook")]
    [InlineData("https:example.com")]
    [InlineData("https://")]
    [InlineData("https://example.com:99999/")]
    [InlineData("ftp://example.com/hook")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user@example.com/hook")]
    [InlineData("https://user:pass@example.com/hook")]
    [InlineData("https://example.com/hook#part")]
    [InlineData("https://example.com/hook#")]
    [InlineData("https://example.com/a b")]
    [InlineData(" https://example.com/")]
    [InlineData("https://example.com/\r\nX: y")]
    [InlineData("https://example.com/\0")]
    [InlineData("https://xn--a\uFFFD.example/")]
    public void Any_other_URL_is_refused_and_the_field_is_named(string url) =>
        SettingsRulesTests.AssertFault("callback_url", new Lived().Put(url: url));

    [Fact]
    public void A_URL_has_at_most_2048_characters()
    {
        var longest = Lived.Url + "?" + new string('x', 2_048 - Lived.Url.Length - 1);
        Assert.IsType<SubscriptionStored>(new Lived().Put(url: longest));
        SettingsRulesTests.AssertFault("callback_url", new Lived().Put(url: longest + "x"));
    }

    [Fact]
    public void Plain_http_is_refused_naming_the_setting_that_allows_it()
    {
        var fault = SettingsRulesTests.AssertFault("callback_url", new Lived().Put(url: "http://example.com/hook"));
        Assert.Contains("Delivery:AllowHttp", fault.Detail, StringComparison.Ordinal);
        var allowing = new Lived { Policy = Lived.Standard with { AllowHttp = true } };
        Assert.IsType<SubscriptionStored>(allowing.Put(url: "http://example.com/hook"));
    }

    [Fact]
    public void A_new_subscription_needs_a_URL_and_an_old_one_cannot_lose_it()
    {
        SettingsRulesTests.AssertFault("callback_url", new Lived().Put(authorization: "Bearer x"));
        SettingsRulesTests.AssertFault("callback_url", Lived.Active().Put(url: ""));
    }
}
