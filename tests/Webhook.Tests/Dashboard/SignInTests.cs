using System.Net;
using Webhook.Tests.Api;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Dashboard;

public sealed class SignInTests(KeyedNode shared) : IClassFixture<KeyedNode>
{
    private static readonly string[] Pages = ["/", "/subscriptions", "/cluster"];

    [Fact]
    public async Task Without_a_session_every_page_leads_to_the_sign_in_and_from_there_back()
    {
        using var visitor = new Visitor(shared.Node);
        foreach (var path in Pages)
        {
            using var turnedAway = await visitor.GetAsync(path);
            Assert.Equal($"/sign-in?from={Uri.EscapeDataString(path)}", turnedAway.Headers.Location!.PathAndQuery);
        }

        using var back = await visitor.SignInAsync(KeyedNode.OperatorKey, "/subscriptions?phase=Suspended");
        Assert.Equal((HttpStatusCode.Redirect, "/subscriptions?phase=Suspended"), (back.StatusCode, back.Headers.Location!.ToString()));
        foreach (var path in Pages)
        {
            using var shown = await visitor.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        }
    }

    [Fact]
    public async Task A_wrong_key_and_a_senders_key_are_told_so_and_begin_no_session()
    {
        using var visitor = new Visitor(shared.Node);
        using var wrong = await visitor.SignInAsync("no-such-key-anywhere");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("not known", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var sender = await visitor.SignInAsync(KeyedNode.SenderKey);
        Assert.Equal(HttpStatusCode.Forbidden, sender.StatusCode);
        Assert.Contains("may only hand over events", await sender.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(visitor.Cookies.GetAllCookies(), c => c.Name == "webhook-session");
    }

    [Fact]
    public async Task The_sessions_cookie_stays_with_this_site_and_out_of_reach_of_scripts()
    {
        using var visitor = new Visitor(shared.Node);
        using var answer = await visitor.SignInAsync(KeyedNode.OperatorKey);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("webhook-session=", StringComparison.Ordinal));
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyedNode.OperatorKey, cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task The_sign_in_leads_to_no_other_site(string from)
    {
        using var visitor = new Visitor(shared.Node);
        using var answer = await visitor.SignInAsync(KeyedNode.OperatorKey, from);
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_form_without_its_token_or_from_another_site_changes_nothing()
    {
        using var visitor = new Visitor(shared.Node);
        using var bare = await visitor.PostAsync("/sign-in", ("key", KeyedNode.OperatorKey));
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        using var signedIn = await visitor.SignInAsync(KeyedNode.OperatorKey);
        using var signOut = await visitor.PostAsync("/sign-out");
        Assert.Equal(HttpStatusCode.BadRequest, signOut.StatusCode);
        visitor.Http.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        using var foreign = await visitor.GetAsync("/_blazor/negotiate");
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        visitor.Http.DefaultRequestHeaders.Remove("Origin");
        using var still = await visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_session_opens_no_call_of_the_API()
    {
        using var visitor = new Visitor(shared.Node);
        using var signedIn = await visitor.SignInAsync(KeyedNode.OperatorKey);
        foreach (var path in new[] { "/v1/subscriptions", "/v1/cluster", "/metrics" })
        {
            using var answer = await visitor.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task After_the_sign_out_a_copy_of_the_cookie_opens_nothing()
    {
        using var visitor = new Visitor(shared.Node);
        using var copy = new Visitor(shared.Node);
        using var signedIn = await visitor.SignInAsync(KeyedNode.OperatorKey);
        copy.Cookies.Add(visitor.Cookies.GetAllCookies());
        using var signedOut = await visitor.SubmitAsync("/", "/sign-out");
        Assert.Equal("/sign-in", signedOut.Headers.Location!.ToString());
        foreach (var one in new[] { visitor, copy })
        {
            using var answer = await one.GetAsync("/");
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_session_outlives_a_restart_unless_its_key_is_no_longer_configured()
    {
        const string newKey = "new-operator-key-of-these-tests";
        string[] replacing = ["--Webhook:ApiKeys:2:Name=new", $"--Webhook:ApiKeys:2:Key={newKey}", "--Webhook:ApiKeys:2:Role=operator"];
        using var folder = new TempFolder();
        CookieCollection old, kept;
        await using (var before = await ApiNode.StartAsync(folder, [.. KeyedNode.Keys, .. replacing]))
        {
            old = await CookiesAsync(before, KeyedNode.OperatorKey);
            kept = await CookiesAsync(before, newKey);
        }

        // The name stays, so that it is the key that counts.
        string[] replaced = ["--Webhook:ApiKeys:0:Name=ops", $"--Webhook:ApiKeys:0:Key={newKey}", "--Webhook:ApiKeys:0:Role=operator"];
        await using var after = await ApiNode.StartAsync(folder, replaced);
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (await ShowAsync(after, old), await ShowAsync(after, kept)));
    }

    private static async Task<CookieCollection> CookiesAsync(ApiNode node, string key)
    {
        using var visitor = new Visitor(node);
        using var signedIn = await visitor.SignInAsync(key);
        return visitor.Cookies.GetAllCookies();
    }

    private static async Task<HttpStatusCode> ShowAsync(ApiNode node, CookieCollection cookies)
    {
        using var visitor = new Visitor(node);
        foreach (Cookie cookie in cookies)
        {
            visitor.Cookies.Add(new Cookie(cookie.Name, cookie.Value, "/", node.Http.BaseAddress!.Host));
        }

        using var answer = await visitor.GetAsync("/");
        return answer.StatusCode;
    }
}
