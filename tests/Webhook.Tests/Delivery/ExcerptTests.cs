using System.Text;
using Webhook.Cluster.Delivery;
using Webhook.Tests.Endpoints;

namespace Webhook.Tests.Delivery;

public sealed class ExcerptTests
{
    private const string Authorization = "Bearer token-of-this-test";

    [Theory]
    [InlineData("you sent Bearer token-of-this-test, thanks")]
    [InlineData("you sent token-of-this-test, thanks")]
    [InlineData("token-of-this-testBearer token-of-this-test")]
    public async Task An_echo_of_the_header_value_is_struck_out(string body)
    {
        var excerpt = await ExcerptOfAsync(body);
        Assert.DoesNotContain("token", excerpt, StringComparison.Ordinal);
        Assert.Contains("[secret]", excerpt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(240)]
    [InlineData(4080)]
    public async Task An_echo_that_a_limit_cuts_in_two_is_struck_out(int before)
    {
        var excerpt = await ExcerptOfAsync($"{new string('.', before)}{Authorization}{new string('.', 300)}");
        Assert.DoesNotContain("tok", excerpt, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(excerpt) <= 256, $"{Encoding.UTF8.GetByteCount(excerpt)} bytes");
    }

    [Fact]
    public async Task Control_characters_and_broken_UTF_8_are_replaced_and_256_bytes_are_kept()
    {
        var excerpt = await ExcerptOfAsync("a\u0001b\nc\u00ff" + new string('x', 400));
        Assert.StartsWith("a b c\ufffdxxx", excerpt, StringComparison.Ordinal);
        Assert.Equal(256, Encoding.UTF8.GetByteCount(excerpt));
    }

    private static async Task<string> ExcerptOfAsync(string latin1Body)
    {
        await using var endpoint = new RawEndpoint($"HTTP/1.1 500 Oops\r\nContent-Length: {latin1Body.Length}\r\n\r\n{latin1Body}");
        return (await Posting.PostAsync(endpoint.Url, authorization: Authorization)).Excerpt;
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public void A_secret_too_short_to_leave_traces_does_no_harm(string secret) =>
        Assert.Equal("An answer", new SecretTraces([secret]).Strike("An answer", "[secret]"));
}
