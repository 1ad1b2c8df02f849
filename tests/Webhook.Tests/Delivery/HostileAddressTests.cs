using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;

namespace Webhook.Tests.Delivery;

/// <summary>Callback URLs and name servers' answers that try to reach this machine or its network.</summary>
public sealed class HostileAddressTests
{
    public static TheoryData<string> Urls() =>
    [
        "http://127.0.0.1:{0}/", "http://127.0.0.2:{0}/", "http://127.255.255.254:{0}/", "http://127.1:{0}/", "http://127.0.1:{0}/",
        "http://0x7f.1:{0}/", "http://0x7f.0x0.0x0.0x1:{0}/", "http://0x7f000001:{0}/", "http://0X7F000001:{0}/", "http://2130706433:{0}/",
        "http://017700000001:{0}/", "http://0177.0.0.1:{0}/", "http://0177.1:{0}/", "http://127.0x1:{0}/", "http://0:{0}/",
        "http://0.0.0.0:{0}/", "http://0x0:{0}/", "http://00000000:{0}/", "http://127.0.0.1.:{0}/",
        "http://①②⑦.⓪.⓪.①:{0}/", "http://127。0。0。1:{0}/", "http://localhost:{0}/", "http://LOCALHOST:{0}/", "http://localhost.:{0}/",
        "http://ⓛocalhost:{0}/", "http://[::1]:{0}/", "http://[0:0:0:0:0:0:0:1]:{0}/", "http://[::]:{0}/", "http://[::127.0.0.1]:{0}/",
        "http://[::ffff:127.0.0.1]:{0}/", "http://[::ffff:7f00:1]:{0}/", "http://[0:0:0:0:0:ffff:7f00:0001]:{0}/", "http://[::ffff:0:0]:{0}/",
        "http://[::ffff:169.254.169.254]:{0}/", "http://[64:ff9b::7f00:1]:{0}/", "http://[64:ff9b::127.0.0.1]:{0}/", "http://[64:ff9b:1::7f00:1]:{0}/",
        "http://[2002:7f00:1::]:{0}/", "http://[2002:a00:1::1]:{0}/", "http://[2001:0:7f00:1::]:{0}/", "http://[fe80::1]:{0}/", "http://[fe80::1%25lo]:{0}/",
        "http://[fc00::1]:{0}/", "http://[fd00:ec2::254]:{0}/", "http://[fec0::1]:{0}/", "http://[ff02::1]:{0}/", "http://[2001:db8::1]:{0}/",
        "http://169.254.169.254:{0}/latest/meta-data/", "http://2852039166:{0}/", "http://0xA9FEA9FE:{0}/", "http://10.0.0.1:{0}/", "http://172.31.255.254:{0}/",
        "http://192.168.0.1:{0}/", "http://100.100.100.200:{0}/", "http://192.0.0.192:{0}/", "http://192.0.2.1:{0}/", "http://198.18.0.1:{0}/",
        "http://224.0.0.1:{0}/", "http://240.0.0.1:{0}/", "http://255.255.255.255:{0}/",
    ];

    public static TheoryData<string> Answers() =>
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1", "192.0.0.8", "198.19.255.254",
        "224.0.0.251", "250.1.1.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:7f00:1::1", "2001:0:7f00:1::1", "fd12:3456::1", "fe80::1", "ff0e::1",
        "93.184.216.34 127.0.0.1", "127.0.0.1 93.184.216.34", "93.184.216.34 ::1", "2606:2800:220:1:248:1893:25c8:1946 169.254.169.254",
        "93.184.216.34 93.184.216.35 ::ffff:127.0.0.1",
    ];

    [Fact]
    public void There_are_at_least_sixty() => Assert.True(Urls().Count + Answers().Count >= 60);

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task A_hostile_URL_reaches_no_listener_and_says_why(string url)
    {
        using var machine = new Machine();
        using var poster = Posting.Poster(5_000, new LocalNames(), "203.0.113.1");
        var target = new Uri(string.Format(CultureInfo.InvariantCulture, url, machine.Port));
        AssertBlocked(await poster.PostAsync(Posting.Request(target), CancellationToken.None), machine);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_hostile_answer_of_a_name_server_reaches_no_listener_and_says_why(string answer)
    {
        using var machine = new Machine();
        using var poster = Posting.Poster(5_000, new ScriptedNames(answer.Split(' ').Select(IPAddress.Parse).ToArray()), "203.0.113.1");
        AssertBlocked(await poster.PostAsync(Posting.Request(new Uri($"http://customer.test:{machine.Port}/")), CancellationToken.None), machine);
    }

    [Fact]
    public async Task What_AllowedNetworks_names_is_reached_and_its_neighbour_is_not()
    {
        using var machine = new Machine();
        using var poster = Posting.Poster(1_000, new LocalNames(), "127.0.0.2/32");
        await poster.PostAsync(Posting.Request(new Uri($"http://127.0.0.2:{machine.Port}/")), CancellationToken.None);
        Assert.Equal(1, machine.Reached);
        var blocked = await poster.PostAsync(Posting.Request(new Uri($"http://127.0.0.1:{machine.Port}/")), CancellationToken.None);
        Assert.Contains("AllowedNetworks", blocked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_of_the_system_is_not_used()
    {
        using var proxy = new Machine();
        await using var endpoint = new Endpoints.RawEndpoint("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new ProxyFor(endpoint.Port, new Uri($"http://127.0.0.1:{proxy.Port}"));
        try
        {
            Assert.Equal(Outcome.Delivered, (await Posting.PostAsync(endpoint.Url)).Outcome);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.Equal((1, 0), (endpoint.Requests.Count, proxy.Reached));
    }

    [Theory]
    [InlineData("https://127.0.0.1/", true)]
    [InlineData("https://0x7f.1/", true)]
    [InlineData("https://2852039166/", true)]
    [InlineData("https://[::ffff:10.0.0.1]/", true)]
    [InlineData("https://api.localhost./", true)]
    [InlineData("https://xn--a\uFFFD.example/", true)]
    [InlineData("https://93.184.216.34/", false)]
    [InlineData("https://example.com/", false)]
    public void A_URL_that_can_only_fail_is_foreseen(string url, bool foreseen) =>
        Assert.Equal(foreseen, new AddressGuard([]).Foresees(new Uri(url)) is not null);

    private static void AssertBlocked(PostResult result, Machine machine)
    {
        Assert.Equal((Outcome.Failed, null), (result.Outcome, result.Status));
        Assert.StartsWith("Not sent: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("AllowedNetworks", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, machine.Reached);
    }

    [Fact]
    public async Task Plain_http_that_was_allowed_once_is_not_sent_to_any_more_and_says_why()
    {
        var guard = new AddressGuard(["127.0.0.0/8"], allowHttp: false);
        var url = new Uri("http://127.0.0.1:1/hook");
        using var poster = new WebhookPoster(new DeliveryOptions(), guard, new SystemNameResolver(new DeliveryOptions()), TimeProvider.System);
        var result = await poster.PostAsync(Posting.Request(url, "secret"), CancellationToken.None);
        Assert.Equal((Outcome.Failed, "Not sent: the URL is plain http, and Webhook:Delivery:AllowHttp is off."), (result.Outcome, result.Error));
        Assert.Equal("Every POST to this URL will fail: the URL is plain http, and Webhook:Delivery:AllowHttp is off.", guard.Foresees(url));
        Assert.Null(guard.Foresees(new Uri("https://127.0.0.1:1/hook")));
    }

    /// <summary>Knows the names that mean this machine, as a system's resolver does.</summary>
    private sealed class LocalNames : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) => Task.FromResult(new[] { IPAddress.Loopback });
    }

    /// <summary>The system's proxy, for one port: clients of other tests that begin meanwhile are none of its business.</summary>
    private sealed class ProxyFor(int port, Uri proxy) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => proxy;

        public bool IsBypassed(Uri host) => host.Port != port;
    }

    /// <summary>Listeners on several loopback addresses at one port; a connection waits in the backlog and so is seen.</summary>
    private sealed class Machine : IDisposable
    {
        private readonly List<TcpListener> _listeners = [];

        public Machine()
        {
            Listen(IPAddress.Loopback, 0);
            foreach (var other in new[] { "127.0.0.2", "127.1.2.3", "127.255.255.254" })
            {
                Listen(IPAddress.Parse(other), Port);
            }

            if (Socket.OSSupportsIPv6)
            {
                Listen(IPAddress.IPv6Loopback, Port);
            }
        }

        public int Port => ((IPEndPoint)_listeners[0].LocalEndpoint).Port;

        public int Reached => _listeners.Count(l => l.Pending());

        public void Dispose() => _listeners.ForEach(l => l.Dispose());

        private void Listen(IPAddress address, int port)
        {
            var listener = new TcpListener(address, port);
            listener.Start();
            _listeners.Add(listener);
        }
    }
}
