using System.Net;
using Webhook.Chaos.Endpoints;
using Webhook.Chaos.Faults;
using Webhook.Chaos.Fleet;
using Webhook.Chaos.Ledger;
using Webhook.Chaos.Report;
using Webhook.Harness.Databases;

namespace Webhook.Chaos.Commands;

/// <summary>One run: starts everything, injects faults, heals, reconciles, reports.</summary>
internal sealed class ChaosRun(ChaosSettings settings)
{
    private const int Senders = 2;

    private readonly Progress _progress = new();
    private readonly IReadOnlyList<string> _subscriptions = Behaviours.Subscriptions(settings.SubscriptionsEach);

    /// <summary>Gives the exit code: 0 when every promise was kept, 1 when one was broken, 2 when the run could not be made.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        _progress.Say($"seed {settings.Seed}; --seed {settings.Seed} repeats the faults in their order", "bold");
        var folder = settings.Folder is { } chosen ? Directory.CreateDirectory(chosen).FullName : Directory.CreateTempSubdirectory("webhook-chaos-").FullName;
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            _progress.Say($"--folder {folder} is not empty; give one that is, so that the ledgers of two runs are not mixed.", "red");
            return 2;
        }

        try
        {
            return await RunAsync(folder, cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            _progress.Say($"The run could not be made: {e.Message}", "red");
            return 2;
        }
    }

    private async Task<int> RunAsync(string folder, CancellationToken cancellation)
    {
        var kinds = settings.Kinds;
        NetworkNamespaces? network = null;
        if (settings.Scenario == Scenario.Random && kinds.Any(FaultKinds.NeedsNetwork))
        {
            (network, var fault) = await NetworkNamespaces.TryCreateAsync(settings.Nodes);
            if (network is null)
            {
                _progress.Say($"{string.Join(" and ", kinds.Where(FaultKinds.NeedsNetwork))} are left out: {fault}", "red");
                kinds = [.. kinds.Where(k => !k.NeedsNetwork())];
            }
        }

        if (kinds.Count == 0)
        {
            throw new InvalidOperationException("no kind of fault is left; name others with --faults.");
        }

        IReadOnlyList<string> broken;
        try
        {
            broken = await RunAsync(folder, network, kinds, cancellation);
        }
        finally
        {
            if (network is not null)
            {
                await network.DisposeAsync();
            }
        }

        if (broken.Count == 0 && settings.Folder is null)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            _progress.Say($"ledgers, arrivals and node logs are in {folder}");
        }

        return broken.Count == 0 ? 0 : 1;
    }

    private async Task<IReadOnlyList<string>> RunAsync(string folder, NetworkNamespaces? network, IReadOnlyList<FaultKind> kinds, CancellationToken cancellation)
    {
        var host = network?.Host ?? IPAddress.Loopback;
        await using var database = await PostgresServer.StartNewAsync(host);
        await using var endpoints = await MisbehavingEndpoints.StartAsync(host);
        await using var fleet = new NodeFleet(FleetSetup.Of(settings, network, database, folder), network, _subscriptions, _progress);
        await fleet.StartAsync(cancellation);
        _progress.Say($"{settings.Nodes} nodes are up{(network is null ? "" : $" in namespaces of {network.Network}")}");
        foreach (var id in _subscriptions)
        {
            await fleet.Nodes[0].Process.CreateSubscriptionAsync(id, endpoints.UrlOf(id), Behaviours.WidthOf(id), Genuineness.AuthorizationOf(id), Genuineness.SecretOf(id));
        }

        var senders = Enumerable.Range(0, Senders).Select(i => SenderProcess.Start(
            fleet.Nodes.Select(n => n.ContactPoint),
            _subscriptions.Where((_, s) => s % Senders == i),
            host,
            Path.Combine(folder, $"ledger-{i}.tsv"),
            settings.Every)).ToList();
        try
        {
            var journal = new JournalWitness(database.ConnectionString);
            var injector = new FaultInjector(fleet, database, journal, _progress);
            var faults = await new FaultLoop(settings, kinds, injector, _progress).RunAsync(cancellation);
            var held = await new QuietDown(fleet, endpoints, senders, _subscriptions, _progress).RunAsync(cancellation);
            await endpoints.SaveAsync(Path.Combine(folder, "arrivals.tsv"));
            var evidence = new Evidence([.. senders.SelectMany(s => s.Read())], endpoints.Arrivals, faults.Records, [.. fleet.Nodes.SelectMany(n => n.UnaskedEnds)], held.Events, await journal.SecondWritersAsync(cancellation), ChaosSettings.Interval, ChaosSettings.Retries, ChaosSettings.Timeout);
            var findings = Reconciliation.Of(evidence);
            IReadOnlyList<string> broken = [.. Verdict.Of(findings, settings.Bars), .. faults.Missing, .. held.Faults];
            ReportTable.Print(findings, broken);
            PrintNodes(fleet);
            return broken;
        }
        finally
        {
            senders.ForEach(s => s.Dispose());
        }
    }

    private void PrintNodes(NodeFleet fleet)
    {
        foreach (var node in fleet.Nodes.Where(n => n.Process.IsRunning))
        {
            _progress.Say($"{node.ContactPoint}: {node.Process.ResidentBytes / 1048576} MiB resident, ended unasked {node.UnaskedEnds.Count} times");
        }
    }
}
