using System.CommandLine;
using System.Globalization;
using Webhook.Bench.Processes;
using Webhook.Bench.Running;
using Webhook.Bench.Scenarios;

namespace Webhook.Bench.Commands;

/// <summary>The command line.</summary>
internal static class BenchCommand
{
    public static RootCommand Create()
    {
        var scenario = new Argument<string>("scenario") { Description = string.Join(Environment.NewLine, AllScenarios.List.Select(s => $"{s.Name}: {s.Description}")) };
        scenario.AcceptOnlyFromAmong([.. AllScenarios.List.Select(s => s.Name)]);
        var database = new Option<DatabaseKind>("--database") { Description = "Where events are kept", DefaultValueFactory = _ => DatabaseKind.PostgreSql };
        var nodes = AtLeastOne(new Option<int>("--nodes") { Description = "How many nodes", DefaultValueFactory = _ => 1 });
        var rounds = AtLeastOne(new Option<int>("--rounds") { Description = "How many rounds; medians are printed", DefaultValueFactory = _ => 5 });
        var events = AtLeastOne(new Option<long?>("--events") { Description = "Events of a round" });
        var subscriptions = AtLeastOne(new Option<long?>("--subscriptions") { Description = "How many subscriptions" });
        var inFlight = AtLeastOne(new Option<int?>("--in-flight") { Description = "How many events wait for their receipt (many, few, late-database)" }, SenderRole.InFlightAtMost);
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

    private static Option<T> AtLeastOne<T>(Option<T> option, long most = long.MaxValue)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !(long.TryParse(given.Value, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most))
            {
                result.AddError($"{option.Name} is out of range; give 1 {(most == long.MaxValue ? "or more" : $"to {most}")}.");
            }
        });
        return option;
    }
}
