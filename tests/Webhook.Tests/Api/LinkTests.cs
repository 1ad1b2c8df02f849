using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Webhook.Cluster.Api.Links;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Api;

public sealed class LinkTests(SharedNode shared) : IClassFixture<SharedNode>
{
    private static readonly CustomerLink Link = new("customer-1", 1, "ops");
    private readonly ApiNode _node = shared.Node;
    private readonly CustomerLinks _links = new(new EphemeralDataProtectionProvider());

    [Fact]
    public async Task A_link_is_valid_for_seven_days_unless_told_otherwise_and_names_subscription_and_generation()
    {
        await _node.CreateAsync("link-1", "https://example.com/hook");
        var before = DateTimeOffset.UtcNow;
        Check(await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/link-1/link"), TimeSpan.FromDays(7));
        Check(await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/link-1/link", "{}"), TimeSpan.FromDays(7));
        Check(await _node.OkAsync(HttpMethod.Post, "/v1/subscriptions/link-1/link", """{"valid_for":"1.12:00:00"}"""), TimeSpan.FromHours(36));

        void Check(System.Text.Json.JsonElement answer, TimeSpan validFor)
        {
            var link = new Uri(answer.GetProperty("link").GetString()!);
            Assert.Equal((_node.Http.BaseAddress!.Authority, "/link", ""), (link.Authority, link.AbsolutePath, link.Query));
            var (opened, until) = _node.Services.GetRequiredService<CustomerLinks>().Open(link.Fragment[1..])!.Value;
            Assert.Equal(new CustomerLink("link-1", 1, "loopback"), opened);
            Assert.Equal(until, answer.GetProperty("valid_until").GetDateTimeOffset());
            Assert.InRange(until - before - validFor, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
        }
    }

    [Theory]
    [InlineData("""{"valid_for":"soon"}""")]
    [InlineData("""{"valid_for":7}""")]
    [InlineData("""{"valid_for":"00:00:30"}""")]
    [InlineData("""{"valid_for":"-1.00:00:00"}""")]
    [InlineData("""{"valid_for":"31.00:00:00"}""")]
    public async Task A_wrong_time_is_named(string body)
    {
        var (status, problem) = await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/nobody/link", body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "valid_for"), (status, problem.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Nobody_gets_a_link_to_a_subscription_that_does_not_exist() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _node.CallAsync(HttpMethod.Post, "/v1/subscriptions/nobody/link")).Status);

    [Fact]
    public void A_token_that_ended_was_tampered_with_or_belongs_to_something_else_opens_nothing()
    {
        var token = _links.Seal(Link, DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(Link, _links.Open(token)!.Value.Link);
        Assert.Null(_links.Open(_links.Seal(Link, DateTimeOffset.UtcNow.AddSeconds(-1))));
        Assert.All(Enumerable.Range(0, token.Length - 1), i => Assert.Null(_links.Open($"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}")));
        Assert.Null(_links.Open(""));
        Assert.Null(_links.Open("nonsense"));
        Assert.Null(new CustomerLinks(new EphemeralDataProtectionProvider()).Open(token));
    }

    [Fact]
    public async Task Only_operators_make_links_each_is_logged_with_the_keys_name_and_no_log_line_holds_it()
    {
        await using var node = await ApiNode.StartAsync(
            "--Webhook:ApiKeys:0:Name=lessons", "--Webhook:ApiKeys:0:Key=sender-key-of-this-test", "--Webhook:ApiKeys:0:Role=sender",
            "--Webhook:ApiKeys:1:Name=ops", "--Webhook:ApiKeys:1:Key=operator-key-of-this-test", "--Webhook:ApiKeys:1:Role=operator",
            "--Webhook:Http:PublicUrl=https://webhooks.example.com/", "--Logging:LogLevel:Default=Debug");
        var lines = new LogLines();
        node.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);
        As("operator-key-of-this-test");
        await node.CreateAsync("link-1", "https://example.com/hook");
        var link = (await node.OkAsync(HttpMethod.Post, "/v1/subscriptions/link-1/link")).GetProperty("link").GetString()!;
        Assert.StartsWith("https://webhooks.example.com/link#", link, StringComparison.Ordinal);
        Assert.Contains("Key ops called POST /v1/subscriptions/link-1/link: 200", lines);
        Assert.DoesNotContain(lines, line => line.Contains(link[^40..], StringComparison.Ordinal));
        As("sender-key-of-this-test");
        Assert.Equal(HttpStatusCode.Forbidden, (await node.CallAsync(HttpMethod.Post, "/v1/subscriptions/link-1/link")).Status);
        As(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await node.CallAsync(HttpMethod.Post, "/v1/subscriptions/link-1/link")).Status);

        void As(string? key) => node.Http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
    }
}
