using System.CommandLine;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;
using Webhook.Bench.Scenarios;
using Webhook.Harness.CommandLine;

namespace Webhook.Bench.Commands;

/// <summary>The command line.</summary>
internal static class BenchCommand
{
    public static RootCommand Create()
    {
        var scenario = new Argument<string>("scenario") { Description = string.Join(Environment.NewLine, AllScenarios.List.Select(s => $"{s.Name}: {s.Description}")) };
        scenario.AcceptOnlyFromAmong([.. AllScenarios.List.Select(s => s.Name)]);
        var database = new Option<DatabaseKind>("--database") { Description = "Where events are kept", DefaultValueFactory = _ => DatabaseKind.PostgreSql };
        var nodes = new Option<int>("--nodes") { Description = "How many nodes", DefaultValueFactory = _ => 1 }.Within(1);
        var rounds = new Option<int>("--rounds") { Description = "How many rounds; medians are printed", DefaultValueFactory = _ => 5 }.Within(1);
        var events = new Option<long?>("--events") { Description = "Events of a round" }.Within(1);
        var subscriptions = new Option<long?>("--subscriptions") { Description = "How many subscriptions" }.Within(1);
        var inFlight = new Option<int?>("--in-flight") { Description = "How many events wait for their receipt (many, few, late-database)" }.Within(1, SenderRole.InFlightAtMost);
        var output = new Option<string?>("--output") { Description = "A JSON file for the figures of all rounds" };
        var settings = new Option<string[]>("--setting") { Description = "Further settings of the nodes, as --Webhook:…=…", DefaultValueFactory = _ => [] };
        var root = new RootCommand("Measures what an event costs, beside plain POSTs in the same run.") { scenario, database, nodes, rounds, events, subscriptions, inFlight, output, settings };
        root.SetAction((parsed, cancellation) =>
        {
            var chosen = new BenchSettings(
                parsed.GetRequiredValue(scenario), parsed.GetRequiredValue(database), parsed.GetRequiredValue(nodes), parsed.GetRequiredValue(rounds),
                parsed.GetValue(events), parsed.GetValue(subscriptions), parsed.GetValue(inFlight), parsed.GetValue(output), parsed.GetRequiredValue(settings));
            return BenchRun.RunAsync(AllScenarios.List.Single(s => s.Name == chosen.Scenario), chosen, cancellation);
        });
        return root;
    }
}
