using System.Globalization;

namespace Webhook.Chaos.Ledger;

/// <summary>One line of a sender's ledger.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Subscription">For whom.</param>
/// <param name="EventId">Which event.</param>
/// <param name="What"><c>Sent</c>, then the receipt's name, <c>Rejected:reason</c> or <c>Error:exception</c>.</param>
/// <param name="Waited">From sending to the receipt.</param>
internal sealed record LedgerEntry(DateTimeOffset At, string Subscription, string EventId, string What, TimeSpan Waited)
{
    public const string Sent = "Sent";

    /// <summary>Whether this line promises that the event will be delivered.</summary>
    public bool Accepted => What is "Accepted" or "Duplicate";

    /// <summary>Whether this line is an answer that a sender should never see here.</summary>
    public bool Failed => What != Sent && !Accepted;

    /// <summary>An event's id, from its number.</summary>
    public static string IdOf(long number) => $"event-{number}";

    /// <summary>An event's number, from its id.</summary>
    public static long NumberOf(string eventId) => long.Parse(eventId.AsSpan(eventId.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    /// <summary>The line: tab-separated.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{At:O}\t{Subscription}\t{EventId}\t{What}\t{Waited.TotalMilliseconds:0}");

    /// <summary>Reads a line; null for one that was cut off by the end of its writer.</summary>
    public static LedgerEntry? Parse(string line) =>
        line.Split('\t') is [var at, var subscription, var eventId, var what, var waited]
            && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            && double.TryParse(waited, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
                ? new LedgerEntry(time, subscription, eventId, what, TimeSpan.FromMilliseconds(milliseconds))
                : null;
}
