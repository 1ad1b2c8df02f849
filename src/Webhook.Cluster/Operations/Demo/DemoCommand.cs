using System.CommandLine;

namespace Webhook.Cluster.Operations.Demo;

/// <summary><c>demo</c>: the main job on its own, nothing to set up.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Command("demo", "Show the main job live: a node, an endpoint that fails by script, and a sender in a process of its own");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(55));
        var ledger = new DemoLedger(TimeProvider.System);
        await using var endpoint = await DemoEndpoint.StartAsync(ledger);
        await using var node = await DemoNode.StartAsync(deadline.Token);
        await using var sender = DemoSender.Start(node.ContactPoint, ledger);
        using var api = new ApiConnection(node.Url, key: null);
        var script = new DemoScript(api, sender, endpoint, ledger);
        try
        {
            await script.RunAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            ledger.Say("The demo did not end in time; what is missing stands in the table.");
        }

        ledger.PrintTable();
        var deviations = script.Deviations().ToList();
        deviations.ForEach(Console.Error.WriteLine);
        return deviations.Count == 0 ? 0 : 1;
    }
}
