using System.Text.Json;
using Webhook.Bench.Commands;
using Webhook.Bench.Running;
using Webhook.Bench.Scenarios;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Bench;

[Collection(nameof(Measurements))]
public sealed class BenchRunTests
{
    [Fact]
    public async Task A_run_ends_well_and_writes_rates_costs_and_the_reference_of_each_round()
    {
        using var folder = new TempFolder();
        var output = Path.Combine(folder.Path, "figures.json");
        var settings = new BenchSettings("few", DatabaseKind.Sqlite, Nodes: 1, Rounds: 2, Events: 200, Subscriptions: 4, InFlight: 50, output, []);
        Assert.Equal(0, await BenchRun.RunAsync(AllScenarios.List.Single(s => s.Name == settings.Scenario), settings, CancellationToken.None));
        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(output));
        var rounds = result.RootElement.GetProperty("Rounds").EnumerateArray().ToList();
        Assert.Equal(2, rounds.Count);
        Assert.All(rounds, round => Assert.All(
            ["deliveries/s", "receipts/s", "plain POSTs/s", "deliveries of plain POSTs", "CPU µs per event without the endpoint", "peak MiB, nodes"],
            figure => Assert.True(round.GetProperty(figure).GetDouble() > 0, figure)));
        Assert.All(rounds, round => Assert.Equal(0, round.GetProperty("POSTs beyond one per event").GetDouble()));
    }
}
