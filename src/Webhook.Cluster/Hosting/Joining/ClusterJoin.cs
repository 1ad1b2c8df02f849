using Akka.Actor;
using Akka.Cluster;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Hosting.Joining;

/// <summary>Joins the cluster of the seed nodes, and writes down that this node is a member for as long as it is.</summary>
internal sealed partial class ClusterJoin(WebhookOptions options, IServiceProvider services, MemberTable members, TimeProvider clock, ILogger<ClusterJoin> log) : BackgroundService
{
    /// <summary>How long a member counts after it was seen last: several writes may fail.</summary>
    internal static readonly TimeSpan Lately = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cluster = Akka.Cluster.Cluster.Get(services.GetRequiredService<ActorSystem>());
        await JoinAsync(cluster, [.. options.Cluster.SeedNodes.Select(Address.Parse)], stoppingToken).ConfigureAwait(false);
        await StayAsync(cluster, stoppingToken).ConfigureAwait(false);
    }

    private async Task JoinAsync(Akka.Cluster.Cluster cluster, Address[] seeds, CancellationToken stopping)
    {
        IReadOnlyList<Address> asked = [];
        while (cluster is { IsTerminated: false, SelfMember.Status: MemberStatus.Removed } && !stopping.IsCancellationRequested)
        {
            var others = seeds[0].Equals(cluster.SelfAddress) ? await OthersAsync($"{cluster.SelfAddress}", stopping).ConfigureAwait(false) : [];
            var contacts = JoinPlan.Of(cluster.SelfAddress, seeds, others);
            // With nobody to ask it waits; and it may have been let in while the database was asked.
            if (contacts.Count > 0 && !contacts.SequenceEqual(asked) && cluster.SelfMember.Status == MemberStatus.Removed)
            {
                LogContacts(string.Join(", ", contacts), others is null ? "the database does not say whether there is a cluster" : $"{others.Count} others were members lately");
                cluster.JoinSeedNodes(contacts);
                asked = contacts;
            }

            await Task.Delay(AskEvery, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StayAsync(Akka.Cluster.Cluster cluster, CancellationToken stopping)
    {
        var self = $"{cluster.SelfAddress}";
        while (cluster is { IsTerminated: false, SelfMember.Status: MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up } && !stopping.IsCancellationRequested)
        {
            await TryAsync(token => members.SeenAsync(self, token), stopping).ConfigureAwait(false);
            await Task.Delay(WriteEvery, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await TryAsync(token => members.ForgetAsync(self, token), CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Address>?> OthersAsync(string self, CancellationToken stopping)
    {
        IReadOnlyList<Address>? others = null;
        await TryAsync(async token => others = [.. (await members.OthersAsync(self, Lately, token).ConfigureAwait(false)).Select(Address.Parse)], stopping).ConfigureAwait(false);
        return others;
    }

    /// <summary>A database that is away now is asked again with the next round.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            await work(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Drivers put host names into their messages; the kind of failure is enough here.
            LogFault(e.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "Joining by {Contacts}: {Reason}.")]
    private partial void LogContacts(string contacts, string reason);

    [LoggerMessage(LogLevel.Debug, "The table of members could not be read or written ({Fault}).")]
    private partial void LogFault(string fault);
}
