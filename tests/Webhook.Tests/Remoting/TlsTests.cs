using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Remote;
using Akka.Remote.Transport.DotNetty;
using Webhook.Messages;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Remoting;

/// <summary>With TLS on, only certificates of the cluster's own authority get in.</summary>
public sealed class TlsTests(TlsCluster cluster) : IClassFixture<TlsCluster>
{
    private Address Address => cluster.Address;

    [Fact]
    public async Task With_certificates_of_the_authority_nodes_join_and_events_flow()
    {
        Assert.Equal("akka.ssl.tcp", Address.Protocol);
        await cluster.JoinsAndDeliversAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_peer_without_a_certificate_of_the_authority_neither_joins_nor_sends(bool withStrangeCertificate)
    {
        // It takes whatever certificate it is shown, so that only this node's refusal keeps it out.
        var tls = withStrangeCertificate ? new DotNettySslSetup(cluster.Strange, suppressValidation: true, requireMutualAuthentication: true) : null;
        var address = withStrangeCertificate ? Address : Address.WithProtocol("akka.tcp");
        using var stranger = HostileSystem.Plain(tls, "webhook", "akka.actor.provider = cluster");
        var failures = new Failures();
        stranger.EventStream.Subscribe(stranger.ActorOf(Props.Create(() => new Watcher(failures))), typeof(RemotingLifecycleEvent));
        Akka.Cluster.Cluster.Get(stranger).Join(address);
        var gateway = stranger.ActorSelection($"{address}/user/lesson-events");
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(await IsAnsweredAsync(gateway), "a stranger was answered");
                return failures.Count > 0;
            },
            "it tried and was turned away",
            seconds: 60);
        Assert.Equal(1, await cluster.MembersAsync());
        await stranger.Terminate();
        await cluster.JoinsAndDeliversAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_peer_without_a_certificate_of_the_authority_reads_nothing(bool withStrangeCertificate)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, Address.Port!.Value);
        await using var stream = new SslStream(connection.GetStream(), false, (_, certificate, _, _) => certificate is not null);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var read = 0;
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "node", ClientCertificates = withStrangeCertificate ? [cluster.Strange] : null }, patience.Token);
            await stream.WriteAsync(new byte[64], patience.Token);
            read = await stream.ReadAsync(new byte[64], patience.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // Which of the three steps fails depends on the version of TLS.
        }

        Assert.Equal(0, read);
        Assert.False(patience.IsCancellationRequested, "the connection was left open");
    }

    [Fact]
    public void A_certificate_that_another_authority_issued_is_refused_at_start_and_so_is_a_seed_without_tls()
    {
        var theirs = cluster.StrangeAuthority;
        Assert.Contains("is not a certificate of the authority", Assert.Single(Faults(("Remoting:Tls:AuthorityPath", theirs))), StringComparison.Ordinal);
        Assert.Contains("akka.ssl.tcp://", Assert.Single(Faults(("Cluster:SeedNodes:0", "akka.tcp://webhook@127.0.0.1:4053"))), StringComparison.Ordinal);
        Assert.Empty(Faults(("Cluster:SeedNodes:0", "akka.ssl.tcp://webhook@127.0.0.1:4053")));
        Assert.StartsWith("Webhook:Remoting:Tls:CertificatePath is missing", Assert.Single(Faults(("Remoting:Tls:CertificatePath", ""))), StringComparison.Ordinal);
        var fault = Assert.Throws<ArgumentException>(() => LessonEventSender.Connect(new LessonEventSenderOptions
        {
            ContactPoints = ["127.0.0.1:1"],
            Tls = new SenderTlsOptions { CertificatePath = cluster.SenderCertificate, Password = "wrong", AuthorityPath = cluster.Authority },
        }));
        Assert.StartsWith("CertificatePath cannot be read", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What cannot be sent may end as a dead letter, which answers that nobody is there.</summary>
    private static async Task<bool> IsAnsweredAsync(ActorSelection gateway)
    {
        try
        {
            return (await gateway.Ask<ActorIdentity>(new Identify(1), TimeSpan.FromSeconds(2))).Subject is not null;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    private IReadOnlyList<string> Faults(params (string Key, string Value)[] settings) => OptionsFaults.Of(
    [
        ("Remoting:Tls:CertificatePath", cluster.NodeCertificate), ("Remoting:Tls:Password", "trial"), ("Remoting:Tls:AuthorityPath", cluster.Authority),
        .. settings,
    ]);

    private sealed class Failures
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(Failures failures)
        {
            Receive<AssociationErrorEvent>(_ => failures.Add());
            Receive<DisassociatedEvent>(_ => failures.Add());
        }
    }
}
