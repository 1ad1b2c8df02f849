using Spectre.Console;
using Webhook.Chaos.Faults;

namespace Webhook.Chaos.Report;

/// <summary>Prints what was found.</summary>
internal static class ReportTable
{
    public static void Print(Findings findings, IReadOnlyList<string> broken)
    {
        PrintFaults(findings);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("what", "result", "must be");
        var explained = findings.Duplicates.Count(d => d.Explained);
        var kills = Verdict.TimesOf(findings, FaultKind.Kill, FaultKind.KillOldest);
        var terminations = Verdict.TimesOf(findings, FaultKind.Terminate);
        table.AddRow("sent", $"{findings.Sent}", "");
        table.AddRow("accepted", $"{findings.Accepted}", "");
        table.AddRow("delivered", $"{findings.Delivered}", "");
        table.AddRow("parked after refusals", $"{findings.Parked}", "");
        table.AddRow("lost", $"{findings.Lost.Count}", "0");
        table.AddRow("stranded", $"{findings.Stranded.Count}", "0");
        table.AddRow("out of order", $"{findings.OutOfOrder.Count}", "0");
        table.AddRow("duplicates", $"{findings.Duplicates.Count}, {explained} explained by a fault, a late answer or an unasked end", "all explained");
        table.AddRow("POSTs that were not what was handed over", $"{findings.Falsified.Count}", "0");
        table.AddRow("retries before their time", $"{findings.Early.Count}", "0");
        table.AddRow("second writers in the journal", $"{findings.SecondWriters.Count}", "0");
        table.AddRow("nodes that ended unasked", $"{findings.UnaskedEnds.Count}", "");
        table.AddRow("sender failures", $"{findings.SenderFailures.Values.Sum()}", "0");
        table.AddRow("longest wait for a receipt", Text(findings.LongestReceipt), "");
        table.AddRow("kill to delivery of all its subscriptions", $"median {Text(Verdict.Median(kills))}, worst {Text(kills.Count == 0 ? null : kills.Max())}", "");
        table.AddRow("SIGTERM to delivery of all its subscriptions", $"median {Text(Verdict.Median(terminations))}, worst {Text(terminations.Count == 0 ? null : terminations.Max())}", "");
        var outages = Verdict.OutagesOf(findings);
        table.AddRow("database back to whole and all delivering", $"median {Text(Verdict.Median(outages))}, worst {Text(outages.Count == 0 ? null : outages.Max())}", "");
        table.AddRow("worst attempt lateness", $"{Text(findings.WorstLateness)} of {findings.Retries} retries", "");
        AnsiConsole.Write(table);
        PrintVerdict(broken);
    }

    /// <summary>Prints what was broken, and whether all was kept.</summary>
    public static void PrintVerdict(IReadOnlyList<string> broken)
    {
        foreach (var sentence in broken)
        {
            AnsiConsole.MarkupLine($"[red]BROKEN[/]  {Markup.Escape(sentence)}");
        }

        AnsiConsole.MarkupLine(broken.Count == 0 ? "[green]Every promise was kept.[/]" : $"[red]{broken.Count} promises were broken.[/]");
    }

    private static void PrintFaults(Findings findings)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("#", "fault", "node", "began", "subscriptions", "first again", "all again", "healed", "duplicates", "in flight", "past snapshot");
        foreach (var (finding, i) in findings.Faults.Select((f, i) => (f, i)))
        {
            var fault = finding.Fault;
            table.AddRow(
                $"{i + 1}", $"{fault.Kind}", fault.Node ?? "", $"{fault.Began:HH:mm:ss}", $"{fault.Subscriptions.Count}", Text(finding.FirstAgain),
                Text(finding.AllAgain), Text(fault.Healed - fault.Began), $"{finding.Duplicates}", $"{finding.InFlight}", $"{fault.PastSnapshots}");
        }

        AnsiConsole.Write(table);
    }

    private static string Text(TimeSpan? time) => time is { } t ? $"{t.TotalSeconds:0.0} s" : "-";
}
