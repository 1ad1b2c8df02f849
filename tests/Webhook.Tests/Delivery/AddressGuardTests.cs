using System.Net;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Tests.Endpoints;

namespace Webhook.Tests.Delivery;

public sealed class AddressGuardTests
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void An_address_that_is_not_public_is_blocked_unless_it_is_allowed(string text)
    {
        var address = IPAddress.Parse(text);
        Assert.NotNull(new AddressGuard([]).Blocks(address));
        var dialled = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Assert.Null(new AddressGuard([dialled.ToString()]).Blocks(address));
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("::ffff:93.184.216.34")]
    public void A_public_address_is_not_blocked(string text) => Assert.Null(new AddressGuard([]).Blocks(IPAddress.Parse(text)));

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://017700000001:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:7f00:1]:{0}/")]
    [InlineData("http://[0:0:0:0:0:0:0:0]:{0}/")]
    public async Task No_way_of_writing_loopback_reaches_a_listener(string url)
    {
        await using var endpoint = new RawEndpoint("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var poster = Posting.Poster(2_000, null, "203.0.113.1");
        var result = await poster.PostAsync(Posting.Request(new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, url, endpoint.Port))), CancellationToken.None);
        Assert.Equal(Outcome.Failed, result.Outcome);
        Assert.Contains("AllowedNetworks", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, endpoint.Connections);
    }

    [Fact]
    public async Task One_bad_address_among_good_ones_blocks_the_whole_answer()
    {
        await using var endpoint = new RawEndpoint("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var poster = Posting.Poster(2_000, new ScriptedNames([Public, IPAddress.Loopback]), "203.0.113.1");
        var result = await poster.PostAsync(Posting.Request(new Uri($"http://mixed.test:{endpoint.Port}/")), CancellationToken.None);
        Assert.Contains("127.0.0.1", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, endpoint.Connections);
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_dialled_whatever_the_name_says_next()
    {
        await using var endpoint = new RawEndpoint("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var names = new ScriptedNames([IPAddress.Loopback], [IPAddress.Parse("10.0.0.1")]);
        using var poster = Posting.Poster(5_000, names);
        var request = Posting.Request(new Uri($"http://changing.test:{endpoint.Port}/"));
        Assert.Equal(Outcome.Delivered, (await poster.PostAsync(request, CancellationToken.None)).Outcome);
        Assert.Contains("10.0.0.1", (await poster.PostAsync(request, CancellationToken.None)).Error, StringComparison.Ordinal);
    }
}
