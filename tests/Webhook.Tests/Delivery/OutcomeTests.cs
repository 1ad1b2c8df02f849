using System.Text;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Tests.Endpoints;

namespace Webhook.Tests.Delivery;

public sealed class OutcomeTests
{
    private const int Short = 400;

    [Fact]
    public void Each_status_has_the_outcome_of_the_rules()
    {
        int[] failedOf400 = [401, 403, 404, 407, 408, 410, 421, 425, 429];
        for (var status = 100; status <= 599; status++)
        {
            var expected = status / 100 == 2 ? Outcome.Delivered : status / 100 == 4 && !failedOf400.Contains(status) ? Outcome.Refused : Outcome.Failed;
            Assert.Equal((status, expected), (status, OutcomeRules.Of(status)));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", Outcome.Delivered, 204)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", Outcome.Failed, 302)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Outcome.Failed, 404)]
    [InlineData("HTTP/1.1 422 Unprocessable\r\nContent-Length: 0\r\n\r\n", Outcome.Refused, 422)]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", Outcome.Failed, 500)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", Outcome.Failed, 101)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Outcome.Delivered, 200)]
    public async Task An_answer_is_what_its_status_says(string answer, Outcome outcome, int status)
    {
        await using var endpoint = new RawEndpoint(answer);
        var result = await Posting.PostAsync(endpoint.Url, timeoutMs: 5_000);
        Assert.Equal((outcome, status), (result.Outcome, result.Status));
        Assert.Single(endpoint.Requests);
    }

    [Theory]
    [InlineData("429 Slow", "120", 120)]
    [InlineData("503 Busy", "0", 0)]
    [InlineData("503 Busy", "Thu, 25 Feb 2021 15:02:20 GMT", 10)]
    [InlineData("503 Busy", "Thu, 25 Feb 2021 14:00:00 GMT", 0)]
    [InlineData("429 Slow", "soon", null)]
    [InlineData("500 Oops", "120", null)]
    public async Task Retry_After_is_read_from_429_and_503_only(string status, string header, int? seconds)
    {
        await using var endpoint = new RawEndpoint($"HTTP/1.1 {status}\r\nRetry-After: {header}\r\nContent-Length: 0\r\n\r\n");
        var result = await Posting.PostAsync(endpoint.Url);
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, result.RetryAfter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")]
    public async Task An_answer_that_hangs_anywhere_has_failed_by_timeout(string begin)
    {
        await using var endpoint = new RawEndpoint(begin);
        var result = await Posting.PostAsync(endpoint.Url, Short);
        Assert.Equal((Outcome.Failed, true), (result.Outcome, result.TimedOut));
        Assert.Contains("0.4 s", result.Error, StringComparison.Ordinal);
        Assert.True(result.Duration < TimeSpan.FromSeconds(10), $"took {result.Duration}");
    }

    [Fact]
    public async Task A_deadline_that_has_passed_ends_no_POST_but_its_own()
    {
        await using var well = new RawEndpoint("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var hanging = new RawEndpoint("");
        using var poster = Posting.Poster(Short);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(Outcome.Delivered, (await PostAsync(well)).Outcome);
            var hung = await PostAsync(hanging);
            Assert.True(hung.TimedOut);
            Assert.True(hung.Duration >= TimeSpan.FromMilliseconds(Short - 20), $"gave up after {hung.Duration}");
        }

        Task<PostResult> PostAsync(RawEndpoint to) => poster.PostAsync(Posting.Request(to.Url), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task One_byte_at_a_time_does_not_stretch_the_deadline()
    {
        await using var endpoint = new RawEndpoint(async (stream, stop) =>
        {
            foreach (var b in Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{new string('x', 1000)}"))
            {
                await stream.WriteAsync(new[] { b }, stop);
                await Task.Delay(20, stop);
            }
        });
        Assert.True((await Posting.PostAsync(endpoint.Url, Short)).TimedOut);
    }

    [Fact]
    public async Task An_endless_body_is_cut_and_the_status_counts()
    {
        await using var endpoint = new RawEndpoint(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync(new byte[8192], stop);
            }
        });
        Assert.Equal(Outcome.Delivered, (await Posting.PostAsync(endpoint.Url)).Outcome);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", "not valid HTTP")]
    [InlineData("close", "closed before")]
    [InlineData("large", "too large")]
    public async Task A_broken_answer_has_failed_with_its_reason(string kind, string reason)
    {
        await using var endpoint = new RawEndpoint((stream, stop) => kind switch
        {
            "close" => throw new IOException(),
            "large" => stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nX: {new string('x', 70_000)}\r\n\r\n"), stop).AsTask(),
            _ => stream.WriteAsync(Encoding.ASCII.GetBytes(kind), stop).AsTask(),
        });
        var result = await Posting.PostAsync(endpoint.Url, timeoutMs: 5_000);
        Assert.Equal((Outcome.Failed, false), (result.Outcome, result.TimedOut));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_port_and_an_unknown_host_have_failed_with_their_reasons()
    {
        int port;
        await using (var endpoint = new RawEndpoint(""))
        {
            port = endpoint.Port;
        }

        Assert.Contains("refused", (await Posting.PostAsync(new Uri($"http://127.0.0.1:{port}/"))).Error, StringComparison.Ordinal);
        Assert.Contains("could not be resolved", (await Posting.PostAsync(new Uri("http://nobody.test/"), names: new ScriptedNames())).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_has_failed_with_its_reason()
    {
        await using var endpoint = await TlsEndpoint.StartAsync();
        var result = await Posting.PostAsync(endpoint.Url);
        Assert.Equal(Outcome.Failed, result.Outcome);
        Assert.Contains("TLS failed", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, endpoint.Requests);
    }

    [Fact]
    public async Task Only_the_callers_own_token_makes_it_throw()
    {
        await using var endpoint = new RawEndpoint("");
        using var poster = Posting.Poster();
        using var stop = new CancellationTokenSource();
        var posting = poster.PostAsync(Posting.Request(endpoint.Url), stop.Token);
        await Hosting.Eventually.TrueAsync(() => endpoint.Requests.Count == 1, "the request arrived");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => posting);
    }
}
