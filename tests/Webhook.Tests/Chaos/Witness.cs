using Webhook.Chaos.Endpoints;
using Webhook.Chaos.Faults;
using Webhook.Chaos.Ledger;
using Webhook.Chaos.Report;

namespace Webhook.Tests.Chaos;

/// <summary>Writes down evidence by seconds since a beginning.</summary>
internal sealed class Witness
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const string Host = "127.0.0.1";

    private readonly List<LedgerEntry> _ledger = [];
    private readonly List<Arrival> _arrivals = [];
    private readonly List<FaultRecord> _faults = [];
    private readonly List<UnaskedEnd> _unaskedEnds = [];
    private readonly List<HeldEvent> _held = [];
    private readonly List<string> _secondWriters = [];

    public Findings Findings => Reconciliation.Of(new Evidence(
        _ledger, _arrivals, _faults, _unaskedEnds, _held, _secondWriters, Interval: TimeSpan.FromSeconds(5), Retries: 3, Timeout: TimeSpan.FromSeconds(5)));

    public IReadOnlyList<string> Broken(Bars? bars = null) => Verdict.Of(Findings, bars ?? Bars.None);

    public Witness Receipt(string subscription, int number, string receipt = "Accepted")
    {
        _ledger.Add(new LedgerEntry(Begin, subscription, LedgerEntry.IdOf(number), LedgerEntry.Sent, TimeSpan.Zero));
        _ledger.Add(new LedgerEntry(Begin, subscription, LedgerEntry.IdOf(number), receipt, TimeSpan.FromMilliseconds(3)));
        return this;
    }

    public Witness Arrives(double second, string subscription, int number, int status = 200, double took = 0, string? fault = null)
    {
        _arrivals.Add(new Arrival(At(second), subscription, LedgerEntry.IdOf(number), status, TimeSpan.FromSeconds(took), Host, fault));
        return this;
    }

    public Witness Fault(FaultKind kind, double began, double gone, double? healed, string[] subscriptions, string? breach = null, int pastSnapshots = 0)
    {
        _faults.Add(new FaultRecord(kind, $"{Host}:1", At(began), At(gone), healed is { } h ? At(h) : null, subscriptions.ToHashSet(), pastSnapshots, breach));
        return this;
    }

    public Witness EndsUnasked(double second, string host = Host)
    {
        _unaskedEnds.Add(new UnaskedEnd($"{host}:1", At(second)));
        return this;
    }

    public Witness SecondWriter(string persistenceId)
    {
        _secondWriters.Add(persistenceId);
        return this;
    }

    public Witness Holds(string subscription, int number, bool parked)
    {
        _held.Add(new HeldEvent(subscription, LedgerEntry.IdOf(number), parked));
        return this;
    }

    private static DateTimeOffset At(double second) => Begin + TimeSpan.FromSeconds(second);
}
