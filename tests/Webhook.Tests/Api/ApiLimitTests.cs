using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Webhook.Cluster.Api.Security;

namespace Webhook.Tests.Api;

public sealed class ApiLimitTests
{
    private const string Key = "operator-key-of-this-test";

    [Fact]
    public async Task Guessing_keys_is_slowed_down_and_a_right_key_still_gets_through()
    {
        await using var node = await ApiNode.StartAsync(
            "--Webhook:ApiKeys:0:Name=old", "--Webhook:ApiKeys:0:Key=key-before-the-rotation-of-this-test", "--Webhook:ApiKeys:0:Role=operator",
            "--Webhook:ApiKeys:1:Name=new", $"--Webhook:ApiKeys:1:Key={Key}", "--Webhook:ApiKeys:1:Role=operator");
        HttpResponseMessage? slowed = null;
        await Hosting.Eventually.TrueAsync(
            async () =>
            {
                var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => CallAsync(node, $"guess-{i}")));
                slowed = Array.Find(answers, a => a.StatusCode == HttpStatusCode.TooManyRequests);
                return slowed is not null;
            },
            "guesses are slowed down");
        Assert.NotNull(slowed!.Headers.RetryAfter);
        Assert.Equal("application/problem+json", slowed.Content.Headers.ContentType!.MediaType);
        foreach (var key in new[] { Key, "key-before-the-rotation-of-this-test" })
        {
            using var answer = await CallAsync(node, key);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var probe = await node.Http.GetAsync(new Uri("/healthz/live", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Fact]
    public void A_key_has_its_own_places_and_its_own_rate()
    {
        using var limiter = ApiLimits.Create();
        var leases = Enumerable.Range(0, ApiLimits.KeyConcurrency).Select(_ => limiter.AttemptAcquire(Caller("a"))).ToList();
        Assert.All(leases, l => Assert.True(l.IsAcquired));
        using var beyond = limiter.AttemptAcquire(Caller("a"));
        using var other = limiter.AttemptAcquire(Caller("b"));
        Assert.Equal((false, true), (beyond.IsAcquired, other.IsAcquired));
        leases.ForEach(l => l.Dispose());
        using var again = limiter.AttemptAcquire(Caller("a"));
        Assert.True(again.IsAcquired);
    }

    [Fact]
    public void Strangers_are_told_apart_by_address_and_not_within_one_IPv6_network()
    {
        using var limiter = ApiLimits.Create();
        for (var i = 0; i < ApiLimits.StrangerBurst; i++)
        {
            limiter.AttemptAcquire(Stranger($"2001:db8:1:2::{i:x}")).Dispose();
        }

        using var same = limiter.AttemptAcquire(Stranger("2001:db8:1:2:ffff::1"));
        using var other = limiter.AttemptAcquire(Stranger("2001:db8:1:3::1"));
        Assert.Equal((false, true), (same.IsAcquired, other.IsAcquired));
    }

    [Fact]
    public async Task Every_answer_tells_browsers_to_run_and_keep_nothing()
    {
        await using var node = await ApiNode.StartAsync();
        foreach (var path in new[] { "/v1/subscriptions", "/v1/subscriptions/nobody", "/nowhere" })
        {
            using var answer = await node.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.Empty(answer.Headers.Server);
        }
    }

    [Fact]
    public async Task A_URL_that_can_only_fail_is_taken_with_a_warning()
    {
        await using var node = await ApiNode.StartAsync();
        Assert.Contains("169.254.169.254", (await node.CreateAsync("warned-1", "https://169.254.169.254/")).GetProperty("warning").GetString(), StringComparison.Ordinal);
        Assert.False((await node.CreateAsync("warned-1", "https://example.com/")).TryGetProperty("warning", out _));
    }

    private static async Task<HttpResponseMessage> CallAsync(ApiNode node, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/subscriptions");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await node.Http.SendAsync(request);
    }

    private static DefaultHttpContext Caller(string key) => new() { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, key)], "Bearer")) };

    private static DefaultHttpContext Stranger(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return context;
    }
}
