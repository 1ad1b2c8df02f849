using Akka.Actor;
using Akka.Cluster;
using Webhook.Cluster.Hosting.Options;

namespace Webhook.Cluster.Hosting.Joining;

/// <summary>
/// Joins the cluster of the seed nodes, writes down that this node is a member for as long as it is, and ends it when a
/// second, larger cluster works on the same database.
/// </summary>
internal sealed partial class ClusterJoin(WebhookOptions options, IServiceProvider services, MemberTable members, TimeProvider clock, ILogger<ClusterJoin> log) : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private long? _warnedAt;

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
        long? silentSince = null;
        while (cluster is { IsTerminated: false, SelfMember.Status: MemberStatus.Removed } && !stopping.IsCancellationRequested)
        {
            var others = seeds[0].Equals(cluster.SelfAddress) ? await OthersAsync($"{cluster.SelfAddress}", stopping).ConfigureAwait(false) : [];
            silentSince = others is null || others.Any(o => o.Lately) ? null : silentSince ?? clock.GetTimestamp();
            var contacts = JoinPlan.Of(cluster.SelfAddress, seeds, others, silentSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero);
            // With nobody to ask it waits; and it may have been let in while the database was asked.
            if (contacts.Count > 0 && !contacts.SequenceEqual(asked) && cluster.SelfMember.Status == MemberStatus.Removed)
            {
                LogContacts(string.Join(", ", contacts), others is null ? "the database does not say whether there is a cluster" : $"{others.Count(o => o.Lately)} others were members lately");
                cluster.JoinSeedNodes(contacts);
                asked = contacts;
            }

            await PauseAsync(AskEvery, stopping).ConfigureAwait(false);
        }
    }

    private async Task StayAsync(Akka.Cluster.Cluster cluster, CancellationToken stopping)
    {
        var self = $"{cluster.SelfAddress}";
        var foreign = new ForeignMembers(clock);
        while (cluster is { IsTerminated: false, SelfMember.Status: MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up } && !stopping.IsCancellationRequested)
        {
            await TryAsync(token => members.SeenAsync(self, token), stopping).ConfigureAwait(false);
            if (await OthersAsync(self, stopping).ConfigureAwait(false) is { } others)
            {
                GiveWay(cluster, foreign, [.. others.Where(o => o.Lately).Select(o => o.Address)]);
            }

            await PauseAsync(WriteEvery, stopping).ConfigureAwait(false);
        }

        await TryAsync(token => members.ForgetAsync(self, token), CancellationToken.None).ConfigureAwait(false);
    }

    private void GiveWay(Akka.Cluster.Cluster cluster, ForeignMembers foreign, string[] others)
    {
        var own = cluster.State.Members.Select(m => $"{m.Address}").ToHashSet(StringComparer.Ordinal);
        var theirs = foreign.Of([.. others.Where(o => !own.Contains(o))]);
        if (theirs.Count == 0)
        {
            return;
        }

        var givesWay = JoinPlan.GivesWay([$"{cluster.SelfAddress}", .. others.Where(own.Contains)], theirs);
        LogSecondCluster(string.Join(", ", theirs), givesWay ? "this node ends itself" : "that one has to end");
        if (givesWay)
        {
            // As the split-brain resolver does it; the process ends with Akka's code for it and can be started again.
            cluster.Down(cluster.SelfAddress);
        }
    }

    private async Task<IReadOnlyList<SeenMember>?> OthersAsync(string self, CancellationToken stopping)
    {
        IReadOnlyList<SeenMember>? others = null;
        await TryAsync(async token => others = await members.OthersAsync(self, JoinPlan.Lately, token).ConfigureAwait(false), stopping).ConfigureAwait(false);
        return others;
    }

    private Task PauseAsync(TimeSpan time, CancellationToken stopping) =>
        Task.Delay(time, clock, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);

    /// <summary>A database that is away now is asked again with the next round.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            await work(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
            _warnedAt = null;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            if (_warnedAt is not { } last || clock.GetElapsedTime(last) >= WarnEvery)
            {
                _warnedAt = clock.GetTimestamp();
                // Drivers put host names into their messages; the kind of failure is enough here.
                LogFault(e.GetType().Name);
            }
        }
        catch (Exception)
        {
            // Stopping: what was not read or written now is not needed any more.
        }
    }

    [LoggerMessage(LogLevel.Information, "Joining by {Contacts}: {Reason}.")]
    private partial void LogContacts(string contacts, string reason);

    [LoggerMessage(LogLevel.Error, "A second cluster works on the same database: {Members}. It and this one cannot reach each other; {Outcome}.")]
    private partial void LogSecondCluster(string members, string outcome);

    [LoggerMessage(LogLevel.Warning, "The table of members could not be read or written ({Fault}). The first seed node joins only when the database answers.")]
    private partial void LogFault(string fault);
}
