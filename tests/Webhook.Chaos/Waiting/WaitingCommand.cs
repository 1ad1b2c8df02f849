using System.CommandLine;
using Webhook.Harness.CommandLine;

namespace Webhook.Chaos.Waiting;

/// <summary>The command line of the run with very many subscriptions that wait for a retry.</summary>
internal static class WaitingCommand
{
    public static Command Create()
    {
        var subscriptions = new Option<int>("--subscriptions") { Description = "How many wait, 100 to 1,000,000", DefaultValueFactory = _ => 100_000 };
        var interval = new Option<double>("--interval-minutes") { Description = "How long each waits for its retry; long enough to send to all before", DefaultValueFactory = _ => 10 };
        var nodes = new Option<int>("--nodes") { Description = "How many nodes, 3 to 9", DefaultValueFactory = _ => 3 };
        subscriptions.Within(100, 1_000_000);
        interval.Within(0.5, 60);
        nodes.Within(3, 9);
        var command = new Command("waiting", "Lets very many subscriptions wait for a retry, kills a node for good just before they are due, and measures how late they come")
        {
            subscriptions, interval, nodes,
        };
        command.SetAction((parsed, cancellation) => new WaitingRun(
            parsed.GetValue(subscriptions), TimeSpan.FromMinutes(parsed.GetValue(interval)), parsed.GetValue(nodes)).RunAsync(cancellation));
        return command;
    }
}
