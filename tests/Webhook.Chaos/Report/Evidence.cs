using Webhook.Chaos.Endpoints;
using Webhook.Chaos.Faults;
using Webhook.Chaos.Ledger;

namespace Webhook.Chaos.Report;

/// <summary>What a run left behind.</summary>
/// <param name="Ledger">What the senders wrote down.</param>
/// <param name="Arrivals">What the endpoints wrote down.</param>
/// <param name="Faults">What was done to the cluster, in order.</param>
/// <param name="UnaskedEnds">Nodes that ended though no fault was done to them.</param>
/// <param name="Held">What the cluster still holds at the end.</param>
/// <param name="SecondWriters">Persistence ids whose records do not come from one writer after the other.</param>
/// <param name="Interval">From a failed attempt to its retry.</param>
/// <param name="Retries">How many retries follow a failure.</param>
/// <param name="Timeout">For a whole POST.</param>
internal sealed record Evidence(
    IReadOnlyCollection<LedgerEntry> Ledger,
    IReadOnlyCollection<Arrival> Arrivals,
    IReadOnlyList<FaultRecord> Faults,
    IReadOnlyCollection<UnaskedEnd> UnaskedEnds,
    IReadOnlyCollection<HeldEvent> Held,
    IReadOnlyCollection<string> SecondWriters,
    TimeSpan Interval,
    int Retries,
    TimeSpan Timeout);

/// <summary>An event that the cluster still holds.</summary>
internal sealed record HeldEvent(string Subscription, string EventId, bool Parked);
