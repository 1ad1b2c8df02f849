using System.Text;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Messages;
using Webhook.Tests.Endpoints;

namespace Webhook.Tests.Delivery;

public sealed class RequestBytesTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("  spaced  ")]
    [InlineData("Zoë ✓")]
    [InlineData("Bearer a,b;c=\"d\"")]
    [InlineData("a")]
    [InlineData(null)]
    public async Task The_whole_request_is_exactly_this_byte_for_byte(string? authorization)
    {
        await using var endpoint = new RawEndpoint(Ok);
        var payload = LessonPayload.Render(Lessons.Sample("customer-1", "event-1"));
        using var poster = Posting.Poster();
        var request = Posting.Request(new Uri(endpoint.Url, "?a=b%20c"), authorization) with { Payload = payload };
        var result = await poster.PostAsync(request, CancellationToken.None);
        Assert.True(result.Outcome == Outcome.Delivered, result.ToString());

        var version = typeof(WebhookPoster).Assembly.GetName().Version!.ToString(3);
        var expected = $"POST /hook?a=b%20c HTTP/1.1\r\nHost: 127.0.0.1:{endpoint.Port}\r\nUser-Agent: Webhook.Actors/{version}\r\n"
            + (authorization is null ? "" : $"Authorization: {authorization}\r\n")
            + $"webhook-id: event-1\r\nwebhook-timestamp: 1614265330\r\nContent-Type: application/json\r\nContent-Length: {payload.Length}\r\n\r\n"
            + """{"user":{"ext_uid":"1234567890","id":"1","name":"Sample Sampleson","email":"sample@example.com","custom_fields":{"Custom Field Name":"Custom Field Value"}},"lesson":{"id":"1000","title":"A Sample Lesson","retake_score":85},"score_percent":100.0,"started_at":"2015-04-28T14:36:22Z","completed_at":"2015-04-28T14:36:24Z","assigned_at":"2015-04-28T14:36:18Z","report_card_url":"https://example.com/report_cards/1"}""";
        Assert.Equal(expected, Encoding.UTF8.GetString(Assert.Single(endpoint.Requests)));
        Assert.Equal(Encoding.UTF8.GetBytes(expected), endpoint.Requests[0]);
    }

    [Fact]
    public async Task A_test_says_so_and_a_secret_signs()
    {
        await using var endpoint = new RawEndpoint(Ok);
        using var poster = Posting.Poster();
        await poster.PostAsync(Posting.Request(endpoint.Url, null, true, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), CancellationToken.None);
        var text = Encoding.UTF8.GetString(endpoint.Requests[0]);
        Assert.Contains("\r\nwebhook-test: true\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nwebhook-signature: v1,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_signature_is_that_of_the_Standard_Webhooks_example()
    {
        var secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var signature = WebhookSignature.Sign([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, """{"test": 2432232314}"""u8);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
        Assert.Equal($"{signature} {signature}", WebhookSignature.Sign([secret, secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, """{"test": 2432232314}"""u8));
    }

    [Fact]
    public async Task Connections_are_reused_where_the_answer_was_read_whole_and_closed_where_it_was_cut()
    {
        await using var endpoint = new RawEndpoint("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var poster = Posting.Poster();
        for (var i = 0; i < 5; i++)
        {
            await poster.PostAsync(Posting.Request(endpoint.Url), CancellationToken.None);
        }

        Assert.Equal((5, 1), (endpoint.Requests.Count, endpoint.Connections));
        await using var verbose = new RawEndpoint($"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{new string('x', 100_000)}");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(Outcome.Delivered, (await poster.PostAsync(Posting.Request(verbose.Url), CancellationToken.None)).Outcome);
        }

        Assert.Equal(2, verbose.Connections);
    }
}
