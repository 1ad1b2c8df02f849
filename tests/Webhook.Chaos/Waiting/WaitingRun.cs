using System.Globalization;
using System.Net;
using Spectre.Console;
using Webhook.Chaos.Fleet;
using Webhook.Chaos.Report;
using Webhook.Harness.Databases;
using Webhook.Harness.Waiting;
using Webhook.Messages;

namespace Webhook.Chaos.Waiting;

/// <summary>Makes very many subscriptions wait for a retry, kills the oldest node for good just before the first is due, and waits for them all.</summary>
internal sealed class WaitingRun(int subscriptions, TimeSpan interval, int nodes)
{
    private const int AtOnce = 64;

    /// <summary>The lost node's share is dealt with by nobody yet when the first retries are due.</summary>
    private static readonly TimeSpan KillBeforeDue = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Give = TimeSpan.FromMinutes(5);

    private readonly Report.Progress _progress = new();

    /// <summary>Gives the exit code: 0 when every promise was kept, 1 when one was broken, 2 when the run could not be made.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("webhook-waiting-").FullName;
        try
        {
            await using var database = await PostgresServer.StartNewAsync(IPAddress.Loopback);
            await using var endpoint = await OnceFailingEndpoint.StartAsync(subscriptions);
            await using var fleet = new NodeFleet(FleetSetup.OnLoopback(nodes, database, folder, [$"--Webhook:Delivery:Interval={interval:c}"]), null, [], _progress);
            await fleet.StartAsync(cancellation);
            return await RunAsync(fleet, endpoint, cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            _progress.Say($"The run could not be made: {e.Message}", "red");
            return 2;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> RunAsync(NodeFleet fleet, OnceFailingEndpoint endpoint, CancellationToken cancellation)
    {
        PrintMemory(fleet);
        await using (var sender = LessonEventSender.Connect(new LessonEventSenderOptions { ContactPoints = [.. fleet.Nodes.Select(n => n.ContactPoint)] }))
        {
            await ParallelAsync(async i =>
            {
                await fleet.Nodes[i % nodes].Process.CreateSubscriptionAsync(IdOf(i), endpoint.UrlOf(i));
                await SendAsync(sender, i);
            }, cancellation);
        }

        await Patience.UntilAsync(() => Task.FromResult(endpoint.Failed == subscriptions), () => $"the first attempts of all failed; {endpoint.Failed} did", Give, cancellation);
        _progress.Say($"all wait for their retry, for {interval.TotalMinutes:0.#} minutes each");
        PrintMemory(fleet);
        await KillBeforeTheFirstIsDueAsync(fleet, endpoint, cancellation);
        await UntilRetriedAsync(endpoint, cancellation);
        PrintMemory(fleet);
        return Report(WaitingFindings.Of(endpoint.Attempts, interval, endpoint.Again));
    }

    private async Task KillBeforeTheFirstIsDueAsync(NodeFleet fleet, OnceFailingEndpoint endpoint, CancellationToken cancellation)
    {
        var wait = endpoint.Attempts.Min(a => a.Failed!.Value) + interval - KillBeforeDue - DateTimeOffset.UtcNow;
        if (wait < TimeSpan.Zero)
        {
            throw new InvalidOperationException("the first retries were due before all subscriptions waited; give a longer --interval-minutes.");
        }

        await Task.Delay(wait, cancellation);
        var oldest = fleet.Oldest;
        oldest.Hold();
        oldest.Process.Kill();
        _progress.Say($"the oldest node, {oldest.ContactPoint}, is killed and stays away; the first retry is due in {KillBeforeDue.TotalSeconds:0} s", "yellow");
    }

    private async Task UntilRetriedAsync(OnceFailingEndpoint endpoint, CancellationToken cancellation)
    {
        var lastDue = endpoint.Attempts.Max(a => a.Failed!.Value) + interval;
        try
        {
            await Patience.UntilAsync(() => Task.FromResult(endpoint.Delivered == subscriptions), () => "all are retried", lastDue + Give - DateTimeOffset.UtcNow, cancellation);
        }
        catch (TimeoutException)
        {
            _progress.Say($"{subscriptions - endpoint.Delivered} subscriptions had no retry {Give.TotalMinutes:0} minutes after the last was due", "red");
        }
    }

    private static async Task SendAsync(LessonEventSender sender, int number)
    {
        var receipt = await sender.SendAsync(new LessonCompleted(
            IdOf(number), "event-1", new User("1", "Sample Sampleson", "sample@example.com"), new Lesson("1000", "A Sample Lesson"), DateTimeOffset.UtcNow));
        if (receipt is not (Accepted or Duplicate))
        {
            throw new InvalidOperationException($"an event was answered with {receipt}.");
        }
    }

    private Task ParallelAsync(Func<int, Task> work, CancellationToken cancellation) => Parallel.ForEachAsync(
        Enumerable.Range(0, subscriptions), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, _) =>
        {
            await work(i);
            if ((i + 1) % 10_000 == 0)
            {
                _progress.Say($"{i + 1} of {subscriptions} subscriptions are registered and have an event");
            }
        });

    private void PrintMemory(NodeFleet fleet)
    {
        foreach (var node in fleet.Nodes.Where(n => n.Process.IsRunning))
        {
            _progress.Say($"{node.ContactPoint}: {node.Process.ResidentBytes / 1048576} MiB resident");
        }
    }

    private int Report(WaitingFindings findings)
    {
        var broken = findings.Broken().ToList();
        var table = new Table().Border(TableBorder.Rounded).AddColumns("what", "result", "must be");
        table.AddRow("retried", $"{findings.Lateness.Count} of {subscriptions}", "all");
        table.AddRow("before they were due", $"{findings.Early}", "0");
        table.AddRow("POSTs beyond the retry", $"{findings.Again}", "0");
        table.AddRow("earliest", Text(findings.Quantile(0)), "");
        table.AddRow("lateness, median", Text(findings.Quantile(0.5)), "");
        table.AddRow("lateness, 99 %", Text(findings.Quantile(0.99)), "");
        table.AddRow("lateness, worst", Text(findings.Worst), $"at most {WaitingFindings.LatestAllowed.TotalSeconds:0} s");
        AnsiConsole.Write(table);
        ReportTable.PrintVerdict(broken);
        return broken.Count == 0 ? 0 : 1;
    }

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"waiting-{number}");

    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
