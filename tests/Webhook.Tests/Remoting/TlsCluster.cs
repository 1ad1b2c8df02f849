using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Webhook.Cluster.Operations;
using Webhook.Messages;
using Webhook.Tests.Api;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Remoting;

/// <summary>A node that speaks TLS, certificates of its authority, and one of another.</summary>
public sealed class TlsCluster : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private ApiNode _node = null!;
    private int _subscriptions;

    public TlsCluster()
    {
        using var ours = TrialAuthority.Open(Path.Combine(_folder.Path, "ours"), "trial");
        using var theirs = TrialAuthority.Open(Path.Combine(_folder.Path, "theirs"));
        (Authority, NodeCertificate, SenderCertificate) = (ours.CertificatePath, ours.Issue("node"), ours.Issue("sender"));
        StrangeAuthority = theirs.CertificatePath;
        Strange = X509CertificateLoader.LoadPkcs12FromFile(theirs.Issue("node"), null);
    }

    public string Authority { get; }

    public string NodeCertificate { get; }

    public string SenderCertificate { get; }

    public string StrangeAuthority { get; }

    public X509Certificate2 Strange { get; }

    public Address Address => Akka.Cluster.Cluster.Get(_node.System).SelfAddress;

    public async Task InitializeAsync() => _node = await ApiNode.StartAsync(Settings());

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose()
    {
        Strange.Dispose();
        _folder.Dispose();
    }

    /// <summary>How many members the cluster has.</summary>
    public async Task<int> MembersAsync() => (await _node.GetAsync("/v1/cluster")).GetProperty("members").GetArrayLength();

    /// <summary>Has a second node join and leave, and an event sent, accepted and delivered.</summary>
    public async Task JoinsAndDeliversAsync()
    {
        await using (var second = await ApiNode.StartAsync(Settings($"--Webhook:Cluster:SeedNodes:0={Address}")))
        {
            Assert.Equal(2, (await second.GetAsync("/v1/cluster")).GetProperty("members").GetArrayLength());
            await DeliversAsync($"tls-{++_subscriptions}");
        }

        await Eventually.TrueAsync(async () => await MembersAsync() == 1, "the second has left");
    }

    private async Task DeliversAsync(string subscription)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        await _node.CreateAsync(subscription, endpoint.Url);
        await using var sender = LessonEventSender.Connect(new LessonEventSenderOptions
        {
            ContactPoints = [$"{Address.Host}:{Address.Port}"],
            Tls = new SenderTlsOptions { CertificatePath = SenderCertificate, Password = "trial", AuthorityPath = Authority },
            // The first exchange between two systems is slow; repeated meanwhile, the event would be a duplicate.
            FirstWait = TimeSpan.FromSeconds(20),
            LongestWait = TimeSpan.FromSeconds(20),
        });
        Assert.IsType<Accepted>(await sender.SendAsync(Lessons.Sample(subscription, "event-1")).WaitAsync(TimeSpan.FromSeconds(30)));
        await endpoint.CountAsync(1);
    }

    private string[] Settings(params string[] more) =>
    [
        $"--Webhook:Remoting:Tls:CertificatePath={NodeCertificate}",
        "--Webhook:Remoting:Tls:Password=trial",
        $"--Webhook:Remoting:Tls:AuthorityPath={Authority}",
        .. more,
    ];
}
