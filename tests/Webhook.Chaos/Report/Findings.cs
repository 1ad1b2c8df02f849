using Webhook.Chaos.Faults;

namespace Webhook.Chaos.Report;

/// <summary>An event of a subscription.</summary>
internal readonly record struct EventKey(string Subscription, string EventId)
{
    public override string ToString() => $"{Subscription}/{EventId}";
}

/// <summary>A delivery beyond an event's first.</summary>
/// <param name="Event">Which event.</param>
/// <param name="First">When it was delivered first, UTC.</param>
/// <param name="Again">When it was delivered again, UTC.</param>
/// <param name="Fault">Index of the fault that explains it; null when none does.</param>
/// <param name="LateAnswer">Whether the endpoint had answered the first only after the deadline, which explains it too.</param>
/// <param name="UnaskedEnd">Whether the node that had delivered it ended unasked soon after, which explains it too.</param>
internal sealed record DuplicateDelivery(EventKey Event, DateTimeOffset First, DateTimeOffset Again, int? Fault, bool LateAnswer, bool UnaskedEnd)
{
    public bool Explained => Fault is not null || LateAnswer || UnaskedEnd;
}

/// <summary>How one fault went.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Duplicates">How many duplicates it explains.</param>
/// <param name="InFlight">The most that can have been under way, unrecorded, when it happened.</param>
/// <param name="FirstAgain">Until the first of the node's subscriptions delivered again; null when it held none with traffic.</param>
/// <param name="AllAgain">Until all of them had delivered again.</param>
internal sealed record FaultFinding(FaultRecord Fault, int Duplicates, int InFlight, TimeSpan? FirstAgain, TimeSpan? AllAgain);

/// <summary>What ledger and endpoint logs say when they are laid side by side.</summary>
internal sealed record Findings
{
    public required int Sent { get; init; }

    public required int Accepted { get; init; }

    public required int Delivered { get; init; }

    public required int Parked { get; init; }

    /// <summary>Accepted, neither delivered nor held.</summary>
    public required IReadOnlyList<EventKey> Lost { get; init; }

    /// <summary>Accepted, still undelivered though the endpoint is well.</summary>
    public required IReadOnlyList<EventKey> Stranded { get; init; }

    public required IReadOnlyList<DuplicateDelivery> Duplicates { get; init; }

    /// <summary>First deliveries that came after one of a later event, for subscriptions that keep order.</summary>
    public required IReadOnlyList<EventKey> OutOfOrder { get; init; }

    /// <summary>POSTs that were not what was handed over and agreed on, with what was wrong.</summary>
    public required IReadOnlyList<string> Falsified { get; init; }

    /// <summary>Retries that came before their time, though nothing had happened that could have lost the record of the failure.</summary>
    public required IReadOnlyList<EventKey> Early { get; init; }

    /// <summary>Receipts and errors that a sender should not have seen, with how many of each.</summary>
    public required IReadOnlyDictionary<string, int> SenderFailures { get; init; }

    /// <summary>The longest that a sender waited for a receipt.</summary>
    public required TimeSpan LongestReceipt { get; init; }

    /// <summary>Persistence ids whose records do not come from one writer after the other.</summary>
    public required IReadOnlyCollection<string> SecondWriters { get; init; }

    /// <summary>Nodes that ended though no fault was done to them.</summary>
    public required IReadOnlyCollection<UnaskedEnd> UnaskedEnds { get; init; }

    public required IReadOnlyList<FaultFinding> Faults { get; init; }

    /// <summary>The latest retry: its arrival after its due time; null when there was no retry.</summary>
    public required TimeSpan? WorstLateness { get; init; }

    /// <summary>How many retries that rests on.</summary>
    public required int Retries { get; init; }
}
