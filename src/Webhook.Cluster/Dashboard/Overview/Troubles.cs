using MudBlazor;
using Webhook.Cluster.Api.Cluster;
using Webhook.Cluster.Dashboard.Layout;
using Webhook.Cluster.Subscriptions.Core;
using Webhook.Cluster.Telemetry.Reports;

namespace Webhook.Cluster.Dashboard.Overview;

/// <summary>Something that is wrong now.</summary>
/// <param name="Severity">Error where delivery stands still or events may be turned away, else a warning; info for what passes by itself.</param>
/// <param name="Text">What, and what it means.</param>
/// <param name="Href">Where to look; null when here is all there is.</param>
public sealed record Trouble(Severity Severity, string Text, string? Href = null);

/// <summary>What is wrong now, in words, the worst first.</summary>
internal static class Troubles
{
    private const double LongLag = 10;

    public static IReadOnlyList<Trouble> In(PulseView pulse) =>
        [.. OfNodes(pulse).Concat(OfTable(pulse.Table)).OrderByDescending(t => t.Severity)];

    private static IEnumerable<Trouble> OfNodes(PulseView pulse)
    {
        foreach (var member in pulse.Cluster.Members)
        {
            var name = member.Address[(member.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
            foreach (var trouble in OfNode(name, member, pulse.Reports.GetValueOrDefault(member.Address)))
            {
                yield return trouble;
            }
        }

        if (pulse.Cluster.Members.Select(m => m.Version).Distinct().Count() > 1)
        {
            yield return new Trouble(Severity.Info, "Nodes run different versions; finish the update before senders send new fields.", "/cluster");
        }
    }

    private static IEnumerable<Trouble> OfNode(string name, MemberView member, NodeReport? report)
    {
        if (!member.Reachable)
        {
            yield return new Trouble(Severity.Error, $"{name} is unreachable. Its subscriptions come back on other nodes some 20 seconds after it was lost.", "/cluster");
            yield break;
        }

        if (member.Status != "Up")
        {
            yield return new Trouble(Severity.Info, $"{name} is {member.Status}.", "/cluster");
        }

        if (report is null)
        {
            yield return new Trouble(Severity.Warning, $"{name} did not tell how it fares; its part is missing in the rates.");
            yield break;
        }

        foreach (var fault in report.Faults)
        {
            yield return new Trouble(Severity.Error, $"{name} is not healthy: {fault}");
        }

        if (LastMinute(report.JournalFailures) is > 0 and var failures)
        {
            yield return new Trouble(Severity.Error, $"{name} could not write or read the journal {Times(failures)} in the last minute; senders are turned away and repeat.");
        }

        if (LastMinute(report.Late) is > 0 and var late)
        {
            yield return new Trouble(
                Severity.Warning,
                $"{Words.Of(late, "attempt")} of {name} began more than 10 seconds late in the last minute"
                + (report.InLine > 0 ? $"; {Words.Of(report.InLine)} wait for a place." : "."));
        }

        if (report.SummaryLag > LongLag)
        {
            yield return new Trouble(Severity.Warning, $"Lists and figures of {name}'s subscriptions may be {Words.Of(TimeSpan.FromSeconds(report.SummaryLag))} old.");
        }
    }

    private static IEnumerable<Trouble> OfTable(TableView? table)
    {
        if (table is null)
        {
            yield return new Trouble(Severity.Error, "The summary table cannot be read, so the figures of subscriptions are missing; the database does not answer.");
            yield break;
        }

        if (table.NearlyFull > 0)
        {
            yield return new Trouble(
                Severity.Error,
                $"{Words.Of(table.NearlyFull, "subscription")} {(table.NearlyFull == 1 ? "holds" : "hold")} nearly as much as they may; beyond that, new events are turned away.",
                $"/subscriptions?held={table.NearlyFullFrom}");
        }

        if (table.Of(Phase.Suspended) is { Subscriptions: > 0 } suspended)
        {
            yield return new Trouble(
                Severity.Warning,
                $"{Words.Of(suspended.Subscriptions, "subscription")} {(suspended.Subscriptions == 1 ? "is" : "are")} suspended: the endpoint failed every retry. "
                + $"{Words.Of(suspended.Undelivered, "event")} wait there.",
                "/subscriptions?phase=Suspended");
        }

        if (table.Overdue > 0)
        {
            yield return new Trouble(Severity.Warning, $"{Words.Of(table.Overdue, "retry", "retries")} should have been made more than a minute ago.", "/subscriptions?phase=Waiting");
        }
    }

    private static long LastMinute(IReadOnlyList<long> slots) => slots.TakeLast(1 + (60 / ActivityHistory.SlotSeconds)).Sum();

    private static string Times(long count) => count == 1 ? "once" : $"{Words.Of(count)} times";
}
