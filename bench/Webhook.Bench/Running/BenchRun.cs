using Spectre.Console;
using Webhook.Bench.Commands;
using Webhook.Bench.Measuring;
using Webhook.Bench.Report;
using Webhook.Bench.Scenarios;

namespace Webhook.Bench.Running;

/// <summary>Runs one scenario.</summary>
internal static class BenchRun
{
    /// <summary>Gives the exit code: 0, or 1 when an event was lost or the run could not be made.</summary>
    public static async Task<int> RunAsync(Scenario scenario, BenchSettings settings, CancellationToken cancellation)
    {
        try
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{scenario.Name}[/]: {scenario.Description}; {settings.Database}, {settings.Nodes} node(s), {settings.Rounds} round(s)");
            await using var cluster = await BenchCluster.StartAsync(settings, scenario, cancellation);
            await scenario.PrepareAsync(cluster, settings, cancellation);
            var rounds = new List<Figures>();
            for (var round = 1; round <= settings.Rounds; round++)
            {
                var before = MachineTime.Now();
                rounds.Add(await scenario.RunAsync(cluster, settings, cancellation));
                rounds[^1]["processor time that the host withheld, %"] = MachineTime.Now().StolenSince(before) * 100;
                AnsiConsole.MarkupLineInterpolated($"round {round} of {settings.Rounds}: {FiguresTable.Line(rounds[^1])}");
            }

            FiguresTable.Print(rounds);
            if (settings.Output is { } file)
            {
                await ResultFile.WriteAsync(file, settings, rounds, cancellation);
            }

            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }
}
