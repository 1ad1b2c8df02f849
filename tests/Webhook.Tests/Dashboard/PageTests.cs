using System.Net;
using Webhook.Tests.Api;

namespace Webhook.Tests.Dashboard;

/// <summary>A node without keys: open on loopback, to those who call it by a loopback name.</summary>
public sealed class PageTests(SharedNode shared) : IClassFixture<SharedNode>
{
    [Fact]
    public async Task Without_keys_pages_ask_for_no_sign_in_as_the_API_asks_for_no_key()
    {
        using var visitor = new Visitor(shared.Node);
        using var page = await visitor.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        foreach (var answer in new[] { await visitor.GetAsync("/sign-in"), await visitor.SubmitAsync("/", "/sign-out") })
        {
            using (answer)
            {
                Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location!.ToString()));
            }
        }
    }

    [Fact]
    public async Task A_name_that_somebody_led_to_this_machine_opens_no_page_of_a_node_without_keys()
    {
        using var visitor = new Visitor(shared.Node);
        visitor.Http.DefaultRequestHeaders.Host = "elsewhere.example";
        foreach (var path in new[] { "/", "/_blazor/negotiate" })
        {
            using var answer = await visitor.GetAsync(path);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    public async Task Pages_run_this_nodes_scripts_only_and_are_framed_and_kept_by_nobody(string path)
    {
        using var visitor = new Visitor(shared.Node);
        using var page = await visitor.GetAsync(path);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.DoesNotMatch("<script(?![^>]* src=)", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_pages_are_made_of_is_served_by_the_node_itself()
    {
        using var visitor = new Visitor(shared.Node);
        var html = await visitor.Http.GetStringAsync(new Uri("/", UriKind.Relative));
        var files = System.Text.RegularExpressions.Regex.Matches(html, "(?:src|href)=\"([^\"/]*[^\"]*\\.(?:js|css|svg))\"").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(6, files.Count);
        foreach (var file in files)
        {
            using var answer = await visitor.GetAsync("/" + file);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "text/html")]
    [InlineData("GET", "/v1/nowhere", 404, "application/problem+json")]
    [InlineData("POST", "/v1/nowhere", 404, "application/problem+json")]
    [InlineData("POST", "/nowhere", 404, "text/html")]
    [InlineData("PATCH", "/v1/subscriptions", 405, "application/problem+json")]
    [InlineData("POST", "/sign-in", 400, "text/html")]
    public async Task What_is_nowhere_is_a_page_to_people_and_problem_JSON_to_programs(string method, string path, int status, string type)
    {
        using var visitor = new Visitor(shared.Node);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await visitor.Http.SendAsync(request);
        Assert.Equal((status, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }
}
