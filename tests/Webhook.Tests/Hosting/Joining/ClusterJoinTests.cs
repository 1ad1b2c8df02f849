using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Hosting.Joining;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Tests.Hosting.Joining;

[SuppressMessage("Design", "CA1001", Justification = "Disposed by DisposeAsync.")]
public sealed class ClusterJoinTests : IAsyncLifetime
{
    // Higher than any address of loopback, so that the sizes decide.
    private const string B = "akka.tcp://webhook@node-b:4053";
    private const string C = "akka.tcp://webhook@node-c:4053";

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _lines = [];
    private readonly ILoggerFactory _logging;
    private readonly MemberTable _table;
    private readonly ActorSystem _system = ActorSystem.Create(
        NetworkSetup.SystemName,
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        akka.coordinated-shutdown.exit-clr = off
        """);
    private ClusterJoin? _join;

    public ClusterJoinTests()
    {
        _logging = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(_lines));
        _table = new MemberTable(Database.Open(new PersistenceOptions { ConnectionString = $"Data Source={Path.Combine(_folder.Path, "webhook.db")}" }));
    }

    private Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(_system);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        await (_join?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        _join?.Dispose();
        _logging.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_member_of_the_smaller_of_two_clusters_on_one_database_ends_itself()
    {
        await JoinAsync();
        await UntilAsync(() => Cluster.SelfMember.Status == MemberStatus.Up, "it founded a cluster");
        await UntilAsync(() => Cluster.IsTerminated, "it gave way", B, C);
        Assert.Contains(_lines, l => l.Contains("A second cluster", StringComparison.Ordinal) && l.Contains(B, StringComparison.Ordinal) && l.EndsWith("this node ends itself.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_of_the_greater_one_says_so_and_stays()
    {
        await JoinAsync();
        await UntilAsync(() => Cluster.SelfMember.Status == MemberStatus.Up, "it founded a cluster");
        await UntilAsync(() => _lines.Any(l => l.EndsWith("that one has to end.", StringComparison.Ordinal)), "it spoke of the other", B);
        Assert.Equal(MemberStatus.Up, Cluster.SelfMember.Status);
    }

    private Task JoinAsync()
    {
        var options = new WebhookOptions { Cluster = new ClusterOptions { SeedNodes = [$"{Cluster.SelfAddress}"] } };
        _join = new ClusterJoin(options, new ServiceCollection().AddSingleton(_system).BuildServiceProvider(), _table, _clock, _logging.CreateLogger<ClusterJoin>());
        return _join.StartAsync(CancellationToken.None);
    }

    /// <summary>Lets the clock run, with members elsewhere that go on writing themselves down.</summary>
    private Task UntilAsync(Func<bool> condition, string what, params string[] elsewhere) => Eventually.TrueAsync(
        async () =>
        {
            foreach (var address in elsewhere)
            {
                await _table.SeenAsync(address, CancellationToken.None);
            }

            _clock.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        what);
}
