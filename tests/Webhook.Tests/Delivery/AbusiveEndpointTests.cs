using System.IO.Compression;
using System.Text;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Tests.Endpoints;

namespace Webhook.Tests.Delivery;

/// <summary>Endpoints that try to hold a connection, to fill the memory or to get a secret shown.</summary>
public sealed class AbusiveEndpointTests
{
    private const int Deadline = 600;
    private const long Unpacked = 256L * 1024 * 1024;
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    /// <summary>Answers without an end, each in its way.</summary>
    public static TheoryData<string, string, string> Endless() => new()
    {
        { "1xx answers", "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" },
        { "headers", "HTTP/1.1 200 OK\r\n", "X-Filler: 0123456789012345678901234567890123456789\r\n" },
        { "a header line", "HTTP/1.1 200 OK\r\nX: ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
        { "a status line", "HTTP/1.1 200 ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
        { "a chunk's extension", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
        { "trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-Filler: 01234567890123456789012345678901234567\r\n" },
        { "a body", "HTTP/1.1 200 OK\r\n\r\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task What_has_no_end_costs_the_deadline_at_most_and_little_memory(string what, string begin, string part)
    {
        var sent = 0L;
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 100)));
        await using var endpoint = new RawEndpoint(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(begin), stop);
            while (true)
            {
                await stream.WriteAsync(block, stop);
                Interlocked.Add(ref sent, block.Length);
            }
        });
        var result = await Posting.PostAsync(endpoint.Url, Deadline);
        Assert.True(result.Duration < TimeSpan.FromSeconds(10), $"{what} took {result.Duration}");
        Assert.True(result.Excerpt.Length <= 256);
        Assert.True(what is "a body" || result.Outcome == Outcome.Failed || result.Status == 200, $"{what}: {result}");

        // It hung up: what the endpoint still sends goes nowhere.
        var stopped = -1L;
        await Hosting.Eventually.TrueAsync(() => Interlocked.Exchange(ref stopped, Interlocked.Read(ref sent)) == Interlocked.Read(ref sent), $"{what} ended");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_connection_held_open_after_the_answer_or_filled_with_another_costs_nothing_and_answers_nothing_else(string answer)
    {
        await using var endpoint = new RawEndpoint(answer);
        using var poster = Posting.Poster(Deadline * 50);
        for (var i = 1; i <= 3; i++)
        {
            var result = await poster.PostAsync(Posting.Request(endpoint.Url), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal((Outcome.Delivered, 200), (result.Outcome, result.Status));
            // A connection of its own for each: nothing that is left in the one before is read.
            Assert.Equal(i, endpoint.Connections);
        }
    }

    [Fact]
    public async Task A_gzip_bomb_is_not_unpacked()
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[Unpacked]);
        }

        var bytes = bomb.ToArray();
        await using var endpoint = new RawEndpoint(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {bytes.Length}\r\n\r\n"), stop);
            await stream.WriteAsync(bytes, stop);
        });
        var before = GC.GetTotalAllocatedBytes();
        var result = await Posting.PostAsync(endpoint.Url);
        Assert.Equal(Outcome.Delivered, result.Outcome);
        // Tests beside this one allocate as well, but not that much in the moment that the answer takes.
        Assert.True(GC.GetTotalAllocatedBytes() - before < Unpacked / 2, "the bomb went off");
    }

    [Theory]
    [InlineData("VALUE")]
    [InlineData("<BASE64>")]
    [InlineData("x<BASE64>")]
    [InlineData("<SHIFTED>")]
    [InlineData("<HEX>")]
    [InlineData("<SPACED>")]
    [InlineData("<LINES>")]
    [InlineData("<UPPER>")]
    [InlineData("<URL>")]
    public async Task An_echo_of_the_header_value_in_any_form_is_struck_out(string form)
    {
        const string token = "9f3Kq7LmZ2xW8rTn";
        const string value = $"Bearer {token}";
        var bytes = Encoding.UTF8.GetBytes(value);
        var echo = form
            .Replace("VALUE", value, StringComparison.Ordinal)
            .Replace("<BASE64>", Convert.ToBase64String(bytes), StringComparison.Ordinal)
            .Replace("<SHIFTED>", Convert.ToBase64String([(byte)'{', .. bytes, (byte)'}']), StringComparison.Ordinal)
            .Replace("<HEX>", Convert.ToHexStringLower(bytes), StringComparison.Ordinal)
            .Replace("<SPACED>", string.Join(' ', token.ToCharArray()), StringComparison.Ordinal)
            .Replace("<LINES>", string.Join("\\n", token.Chunk(5).Select(c => new string(c))).Replace("\\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("<UPPER>", token.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("<URL>", Uri.EscapeDataString(value), StringComparison.Ordinal);
        await using var endpoint = new RawEndpoint($"HTTP/1.1 500 Oops\r\nContent-Length: {echo.Length + 8}\r\n\r\nyou: {echo} ok");
        var excerpt = (await Posting.PostAsync(endpoint.Url, authorization: value)).Excerpt;
        Assert.Contains("[secret]", excerpt, StringComparison.Ordinal);
        Assert.StartsWith("you: ", excerpt, StringComparison.Ordinal);
        Assert.EndsWith(" ok", excerpt, StringComparison.Ordinal);
        Assert.True(excerpt.Length < "you: [secret] ok".Length + 16, excerpt);
    }

    [Theory]
    [InlineData("the password is open-sesame-42 today")]
    [InlineData("hello user-7:open-sesame-42")]
    public async Task Basic_credentials_that_were_decoded_are_struck_out(string echo)
    {
        var value = $"Basic {Convert.ToBase64String("user-7:open-sesame-42"u8)}";
        await using var endpoint = new RawEndpoint($"HTTP/1.1 500 Oops\r\nContent-Length: {echo.Length}\r\n\r\n{echo}");
        Assert.DoesNotContain("sesame", (await Posting.PostAsync(endpoint.Url, authorization: value)).Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ordinary_answer_is_shown_as_it_is()
    {
        const string body = "The Bearer scheme is not accepted here, see https://example.com/documentation";
        await using var endpoint = new RawEndpoint($"HTTP/1.1 500 Oops\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        Assert.Equal(body, (await Posting.PostAsync(endpoint.Url, authorization: "Bearer 9f3Kq7LmZ2xW8rTn")).Excerpt);
    }

    [Fact]
    public async Task Many_endpoints_that_hang_leave_the_others_delivered()
    {
        await using var hanging = new RawEndpoint("");
        await using var well = new RawEndpoint(Ok);
        using var poster = Posting.Poster(60_000);
        using var deliverer = new Deliverer(poster, new PostSlots(64, 32));
        for (var i = 0; i < 200; i++)
        {
            deliverer.Begin(Posting.Request(hanging.Url), Posting.Now, slow: true, static _ => { });
        }

        await Hosting.Eventually.TrueAsync(() => hanging.Requests.Count > 0, "the hanging endpoint holds its places");
        var others = Enumerable.Range(0, 100).Select(_ => Posting.Begin(deliverer, Posting.Request(new Uri($"http://localhost:{well.Port}/")), Posting.Now.AddMinutes(1)).Completion);
        Assert.All(await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(30)), r => Assert.Equal(Outcome.Delivered, r!.Outcome));
        Assert.True(hanging.Connections <= 16, $"{hanging.Connections} places are held: more than a quarter");
    }
}
