using System.Net;

namespace Webhook.Tests.Api;

/// <summary>What other sites' pages can have a browser send to a node without keys.</summary>
public sealed class ForeignCallTests(SharedNode shared) : IClassFixture<SharedNode>
{
    [Theory]
    [InlineData("GET", "/v1/subscriptions")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/metrics")]
    [InlineData("POST", "/v1/subscriptions/customer-1/pause")]
    public async Task A_name_that_somebody_else_leads_here_reaches_nothing(string method, string path) =>
        await RefusedAsync(method, path, request => request.Headers.Host = "elsewhere.example:8080");

    [Theory]
    [InlineData("POST", "/v1/subscriptions/customer-1/pause", "https://elsewhere.example")]
    [InlineData("POST", "/v1/subscriptions/customer-1/resume", "null")]
    [InlineData("GET", "/v1/subscriptions", "http://127.0.0.1:1")]
    public async Task A_call_that_a_page_of_another_site_makes_is_refused(string method, string path, string origin) =>
        await RefusedAsync(method, path, request => request.Headers.Add("Origin", origin));

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task The_machines_own_names_are_taken_and_so_are_its_own_pages(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/subscriptions");
        var authority = $"{host}:{shared.Node.Http.BaseAddress!.Port}";
        request.Headers.Host = authority;
        request.Headers.Add("Origin", $"http://{authority}");
        using var answer = await shared.Node.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task RefusedAsync(string method, string path, Action<HttpRequestMessage> disguise)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        disguise(request);
        using var answer = await shared.Node.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Webhook:ApiKeys", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
