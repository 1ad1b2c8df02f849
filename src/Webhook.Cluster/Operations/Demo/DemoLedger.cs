using System.Collections.Concurrent;
using Spectre.Console;

namespace Webhook.Cluster.Operations.Demo;

/// <summary>What happened to each event, printed as it happens and as a table at the end.</summary>
internal sealed class DemoLedger(TimeProvider clock)
{
    private readonly long _begin = clock.GetTimestamp();
    private readonly ConcurrentDictionary<(string Subscription, string EventId), Entry> _entries = new();
    private readonly Lock _screen = new();

    /// <summary>Whether every event that was sent got its receipt, and every accepted one arrived.</summary>
    public bool AllArrived => _entries.Values.All(e => e.Receipt is not null && (!e.IsAccepted || e.ArrivedAt is not null));

    public void Sent(string subscription, string eventId) => Of(subscription, eventId);

    public void Receipt(string subscription, string eventId, string receipt)
    {
        Of(subscription, eventId).Receipt = receipt;
        Say($"receipt    {subscription}/{eventId}: {receipt}", receipt == "Accepted" ? "blue" : "red");
    }

    public void Posted(string subscription, string eventId, int status)
    {
        var entry = Of(subscription, eventId);
        entry.Posts++;
        if (status is >= 200 and <= 299)
        {
            entry.Deliveries++;
            entry.ArrivedAt ??= clock.GetElapsedTime(_begin);
        }

        Say($"POST       {subscription}/{eventId}: endpoint answers {status}", status is >= 200 and <= 299 ? "green" : "yellow");
    }

    public void Say(string text, string color = "default")
    {
        lock (_screen)
        {
            AnsiConsole.MarkupLine($"[grey]{clock.GetElapsedTime(_begin).TotalSeconds,6:0.00} s[/]  [{color}]{Markup.Escape(text)}[/]");
        }
    }

    /// <summary>What is not as <paramref name="expected"/> has it: each of these events accepted, delivered once, with so many POSTs.</summary>
    public IEnumerable<string> DeviationsFrom(IEnumerable<((string Subscription, string EventId) Key, int Posts)> expected)
    {
        foreach (var (key, posts) in expected)
        {
            var entry = _entries.GetValueOrDefault(key) ?? new Entry();
            if (!entry.IsAccepted || entry.Deliveries != 1 || entry.Posts != posts)
            {
                yield return $"{key.Subscription}/{key.EventId} should be accepted and arrive once after {posts} POSTs; its receipt is {entry.Receipt ?? "none"}, and it arrived {entry.Deliveries} times after {entry.Posts}.";
            }
        }
    }

    /// <summary>Prints the table.</summary>
    public void PrintTable()
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("subscription", "event", "receipt", "POSTs", "arrived after", "result");
        foreach (var ((subscription, eventId), entry) in _entries.OrderBy(e => e.Key.Subscription, StringComparer.Ordinal).ThenBy(e => e.Key.EventId, StringComparer.Ordinal))
        {
            var result = !entry.IsAccepted ? "not accepted" : entry.ArrivedAt is null ? "LOST" : entry.Deliveries == 1 ? "delivered" : "delivered again";
            var arrived = entry.ArrivedAt is { } at ? $"{at.TotalSeconds:0.00} s" : "";
            table.AddRow(subscription, eventId, entry.Receipt ?? "none", $"{entry.Posts}", arrived, result);
        }

        AnsiConsole.Write(table);
        var accepted = _entries.Values.Count(e => e.IsAccepted);
        var arrivedCount = _entries.Values.Count(e => e is { IsAccepted: true, ArrivedAt: not null });
        AnsiConsole.MarkupLine($"{accepted} accepted, {arrivedCount} delivered, {accepted - arrivedCount} lost");
    }

    private Entry Of(string subscription, string eventId) => _entries.GetOrAdd((subscription, eventId), _ => new Entry());

    private sealed class Entry
    {
        public string? Receipt { get; set; }

        public int Posts { get; set; }

        public int Deliveries { get; set; }

        public TimeSpan? ArrivedAt { get; set; }

        public bool IsAccepted => Receipt is "Accepted" or "Duplicate";
    }
}
